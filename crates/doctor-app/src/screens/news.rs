//! What is new, over all patients, as it comes.

use bridge::{Answer, News, Request};
use leptos::prelude::*;
use ui::prelude::*;

use crate::practice::{Practice, name_of, page_of};

/// What is new, as a screen of its own.
#[component]
pub(crate) fn NewsPage() -> impl IntoView {
    view! {
        <Screen name="news" title=t!("news-title") lead=t!("news-lead")>
            <NewsList />
        </Screen>
    }
}

/// The news as a card, with a way to be done with all of them.
#[component]
pub(crate) fn NewsList() -> impl IntoView {
    let news = load();
    let practice = Practice::expect();
    let undone = move || news.with(|news| !news.is_empty()).unwrap_or(false);
    view! {
        <Card id="news">
            <div class="card-head">
                <h2>{t!("news-heading")}</h2>
                <Count news />
            </div>
            <Loading of=news let:news>
                <NewsRows news />
            </Loading>
            <Show when=undone>
                <Button
                    id="news-seen"
                    icon=Glyph::Check
                    on_press=move || practice.seen(None, move || news.again())
                >
                    {t!("news-seen")}
                </Button>
            </Show>
        </Card>
    }
}

/// The same beside a patient's page: the newest few.
#[component]
pub(crate) fn NewsAside() -> impl IntoView {
    let news = load();
    view! {
        <Card id="news">
            <div class="card-head">
                <h2>{t!("news-heading")}</h2>
                <Count news />
            </div>
            <Loading of=news let:news>
                <NewsAsideRows news />
            </Loading>
        </Card>
    }
}

fn load() -> Loaded<Vec<News>> {
    Engine::expect().load(
        || Request::News,
        |answer| match answer {
            Answer::News(news) => Some(news),
            _ => None,
        },
    )
}

#[component]
fn Count(news: Loaded<Vec<News>>) -> impl IntoView {
    move || {
        let count = news.with(Vec::len).filter(|count| *count > 0)?;
        Some(view! {
            <span class="count" role="img" aria-label=t!("app-new-count", count = count)>
                {count}
            </span>
        })
    }
}

#[component]
fn NewsRows(news: Vec<News>) -> impl IntoView {
    if news.is_empty() {
        return view! {
            <Empty icon=Glyph::Bell title=t!("news-none")>
                <p>{t!("news-none-why")}</p>
            </Empty>
        }
        .into_any();
    }
    let rows = news.into_iter().map(|news| view! { <NewsRow news /> });
    view! { <Rows label=t!("news-heading")>{rows.collect_view()}</Rows> }.into_any()
}

#[component]
fn NewsAsideRows(news: Vec<News>) -> impl IntoView {
    let more = news.len() > FEW;
    let few: Vec<News> = news.into_iter().take(FEW).collect();
    if few.is_empty() {
        return view! { <p class="muted small">{t!("news-none")}</p> }.into_any();
    }
    view! {
        <NewsRows news=few />
        {more.then(|| view! { <LinkButton kind=Kind::Quiet href="/doctor/news">{t!("news-all")}</LinkButton> })}
    }
    .into_any()
}

/// How many there is room for beside a patient's page.
const FEW: usize = 4;

#[component]
fn NewsRow(news: News) -> impl IntoView {
    let News {
        vault,
        patient,
        entry,
    } = news;
    let href = format!("{}/records/{}", page_of(&vault), entry.id);
    let patient = name_of(&patient);
    let author = match entry.author == patient {
        true => patient,
        false => t!("news-by", patient = patient, author = entry.author.as_str()),
    };
    let title = match fact_detail(&entry.fact).filter(|_| is_value(&entry.fact)) {
        Some(value) => t!("news-value", name = fact_title(&entry.fact), value = value),
        None => fact_title(&entry.fact),
    };
    let at = locale::short_when(entry.written);
    view! { <Row icon=fact_glyph(&entry.fact) title=title detail=author at=at href=href /> }
}

fn is_value(fact: &bridge::Fact) -> bool {
    matches!(
        fact,
        bridge::Fact::BloodPressure { .. } | bridge::Fact::Measurement(_)
    )
}
