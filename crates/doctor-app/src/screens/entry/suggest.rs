//! A field that suggests while one types.

use leptos::{ev, prelude::*};

/// Something suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suggestion {
    /// What would stand in the field.
    pub(crate) label: String,
    /// More of it, at its right.
    pub(crate) detail: String,
}

/// Whether every word typed begins some word of the name.
pub(crate) fn found(name: &str, typed: &str) -> bool {
    let name = name.to_lowercase();
    let typed = typed.to_lowercase();
    let begins = |typed: &str| {
        let mut words = name.split([' ', '-', '(', '/', '+']);
        words.any(|word| word.starts_with(typed))
    };
    !typed.trim().is_empty() && typed.split_whitespace().all(begins)
}

/// A field with suggestions below it: arrows and Enter, or a tap, take one; anything else may be typed.
#[component]
pub(crate) fn Suggest(
    /// Its id.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What stands in it.
    value: RwSignal<String>,
    /// What is suggested for what stands in it, the best first.
    options: Signal<Vec<Suggestion>>,
    /// Told what was taken.
    on_pick: Callback<Suggestion>,
    /// What to know, below it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);
    let shown = Memo::new(move |_| match open.get() {
        true => options.get(),
        false => Vec::new(),
    });
    let pick = move |index: usize| {
        if let Some(suggestion) = shown.with_untracked(|shown| shown.get(index).cloned()) {
            open.set(false);
            value.set(suggestion.label.clone());
            on_pick.run(suggestion);
        }
    };
    let typed = move |event: ev::Event| {
        value.set(event_target_value(&event));
        at.set(0);
        open.set(true);
    };
    let pressed = move |event: ev::KeyboardEvent| {
        let count = shown.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => pick(at.get_untracked()),
            "Escape" => open.set(false),
            _ => return,
        }
        event.prevent_default();
    };
    let active = move || {
        let some = shown.with(|shown| !shown.is_empty());
        some.then(|| format!("{id}-option-{}", at.get()))
    };
    let field = view! {
        <input
            id=id
            name=id
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            aria-autocomplete="list"
            aria-controls=format!("{id}-options")
            aria-expanded=move || shown.with(|shown| !shown.is_empty()).to_string()
            aria-activedescendant=active
            aria-invalid=move || error.read().is_some().then_some("true")
            aria-describedby=format!("{id}-note")
            prop:value=move || value.get()
            on:input=typed
            on:keydown=pressed
            on:focusout=move |_| open.set(false)
        />
    };
    view! {
        <div class="field suggest" class:field-wrong=move || error.read().is_some()>
            <label for=id>{label.clone()}</label>
            <div class="suggest-box">
                <div class="field-box">{field}</div>
                <Options id label shown at pick=Callback::new(pick) />
            </div>
            <Below id hint error />
        </div>
    }
}

/// What is wrong, else what to know.
#[component]
fn Below(
    id: &'static str,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <p
            class="field-note"
            id=format!("{id}-note")
            role=move || error.read().is_some().then_some("alert")
        >
            {move || error.get().or_else(|| hint.get())}
        </p>
    }
}

#[component]
fn Options(
    id: &'static str,
    label: String,
    shown: Memo<Vec<Suggestion>>,
    at: RwSignal<usize>,
    pick: Callback<usize>,
) -> impl IntoView {
    let option = move |(index, suggestion): (usize, Suggestion)| {
        view! {
            <li
                role="option"
                id=format!("{id}-option-{index}")
                aria-selected=move || (at.get() == index).to_string()
                // The press must not take the focus out of the field, which would close the list first.
                on:mousedown=|event: ev::MouseEvent| event.prevent_default()
                on:click=move |_| pick.run(index)
            >
                <span>{suggestion.label}</span>
                <small>{suggestion.detail}</small>
            </li>
        }
    };
    view! {
        <ul
            class="suggest-options"
            role="listbox"
            id=format!("{id}-options")
            aria-label=label
            hidden=move || shown.with(Vec::is_empty)
        >
            {move || shown.get().into_iter().enumerate().map(option).collect_view()}
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_typed_begins_a_word_of_the_name() {
        assert!(found("Amlodipine 5 mg", "amlo 5"));
        assert!(found("Telmisartan + amlodipine 40 mg", "AMLO"));
        assert!(found("Amoxicillin + clavulanic acid 625 mg", "amox clav"));
        assert!(!found("Amlodipine 5 mg", "amlo 10"));
        assert!(!found("Amlodipine 5 mg", "dipine"));
        assert!(!found("Amlodipine 5 mg", "  "));
    }
}
