//! The results entered so far.

use bridge::{DraftLab, Flag};
use leptos::prelude::*;
use record::units;
use ui::prelude::*;

use super::result::{TestResult, flag_against};
use crate::screens::entry::{focus, number};

/// The results entered so far; each can be changed or left out again.
#[component]
pub(super) fn Lines(lines: RwSignal<Vec<DraftLab>>, result: TestResult) -> impl IntoView {
    let some = move || lines.with(|lines| !lines.is_empty());
    let rows = move || {
        let all = lines.get().into_iter().enumerate();
        all.map(|(index, draft)| view! { <Line index draft lines result /> })
            .collect_view()
    };
    view! {
        <Show when=some>
            <Card heading=t!("entry-labs-so-far") id="results" class="entry-lines">
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

#[component]
fn Line(
    index: usize,
    draft: DraftLab,
    lines: RwSignal<Vec<DraftLab>>,
    result: TestResult,
) -> impl IntoView {
    let words = format!("{} {}", draft.value, units::label(&draft.unit));
    let flag = flag_of_draft(&draft);
    let take_out = move || {
        let mut taken = None;
        lines.update(|lines| {
            if index < lines.len() {
                taken = Some(lines.remove(index));
            }
        });
        taken
    };
    let change = move || {
        if let Some(draft) = take_out() {
            result.fill(draft);
            focus("result");
        }
    };
    let leave = move || {
        take_out();
        focus("test");
    };
    let (change_label, leave_label) = (
        t!("entry-change", what = draft.name.as_str()),
        t!("entry-leave-out", what = draft.name.as_str()),
    );
    view! {
        <Row title=draft.name.clone() detail=words.trim().to_owned()>
            <FlagChip flag />
            <IconButton glyph=Glyph::Pen label=change_label on_press=change />
            <IconButton glyph=Glyph::Cross label=leave_label on_press=leave />
        </Row>
    }
}

fn flag_of_draft(draft: &DraftLab) -> Flag {
    let end = |end: &Option<String>| end.as_deref().and_then(number);
    flag_against(number(&draft.value), end(&draft.low), end(&draft.high))
}
