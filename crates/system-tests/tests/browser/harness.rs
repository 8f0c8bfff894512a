//! Whether the harness sees what there is to see: a page that is bad on purpose, and one that is good.

use axum::{
    Router,
    http::header,
    response::{Html, IntoResponse},
    routing::get,
};
use system_tests::browser::{Browser, Page, Screen, role, text};

/// A server of small pages, and a tab that shows one of them.
async fn shown(browser: &Browser, page: &'static str) -> Page {
    let tab = browser.profile().await.page().await;
    tab.show_on(Screen::PHONE).await;
    tab.goto(&serve(page).await).await;
    tab
}

async fn serve(page: &'static str) -> String {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src data:";
    let typed = |kind: &'static str, text: &'static str| ([(header::CONTENT_TYPE, kind)], text);
    let router = Router::new()
        .route(
            "/",
            get(move || async move {
                ([(header::CONTENT_SECURITY_POLICY, policy)], Html(page)).into_response()
            }),
        )
        .route(
            "/good.css",
            get(async move || typed("text/css", GOOD_STYLE)),
        )
        .route("/bad.css", get(async move || typed("text/css", BAD_STYLE)))
        .route(
            "/busy.js",
            get(async move || typed("text/javascript", BUSY)),
        )
        .route(
            "/worker.js",
            get(async move || typed("text/javascript", WORKER)),
        )
        .route(
            "/asker.js",
            get(async move || typed("text/javascript", ASKER)),
        )
        .fallback(async || "");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://localhost:{port}/")
}

const GOOD: &str = r##"<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Good</title>
<link rel="stylesheet" href="/good.css"><link rel="icon" href="data:,">
<main><h1>Records</h1>
<p>Read <a href="#more">what this means</a> before you begin.</p>
<form><label for="name">Your name</label><input id="name">
<fieldset><legend>Sex</legend>
<label class="choice"><input type="radio" name="sex"> female</label>
<label class="choice"><input type="radio" name="sex"> male</label></fieldset>
<button type="button" id="save">Save</button></form>
<p class="glass"><span>On glass</span></p>
<svg aria-hidden="true" width="20" height="20"></svg>
<img alt="" src="data:,"><h2 id="more">More</h2></main></html>"##;

const GOOD_STYLE: &str = "body { background: #f6f3ec; color: #18282b; font: 17px/25px sans-serif; }
    button, input:not([type=radio]) { height: 48px; min-width: 48px; border: 1px solid #566769; background: #fff; color: #18282b; }
    a { color: #0e5a58; } fieldset { border: 0; }
    .choice { display: flex; min-height: 48px; align-items: center; }
    .glass { background: rgb(14 90 88 / 0.9); color: #fff; }
    :focus-visible { outline: 3px solid #0e5a58; outline-offset: 2px; }";

const BAD: &str = r##"<!doctype html><html lang="xx"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, user-scalable=no"><title></title>
<link rel="stylesheet" href="/bad.css"><link rel="icon" href="data:,">
<h1>One</h1><h1>Two</h1>
<div id="twice"></div><div id="twice"></div>
<button id="nameless"></button><button id="small">x</button>
<input id="bare" placeholder="Name"><a href="#" id="faint">Hardly to be read</a>
<div tabindex="0" id="thing">A thing</div>
<p class="half">Half there</p>
<p class="veil"><span>On a veil</span></p>
<img src="data:,"><svg width="20" height="20"><path d="M0 0h20v20z"/></svg>
<a href="#"><button>Within</button></a>
<button id="first" tabindex="3">Before its turn</button>
<span aria-labelledby="nobody">Pointing</span>
<table><tr><td>1</td></tr></table>
<div class="wide">Wide</div></html>"##;

const BAD_STYLE: &str = "body { background: #fff; color: #222; font: 16px sans-serif; } #small { width: 20px; height: 20px; }
    #faint { color: #aaa; } .half { opacity: 0.4; } .veil { background: rgb(0 0 0 / 0.5); } .veil span { color: #222; }
    #bare { border: 1px solid #ddd; background: #fff; } .wide { width: 900px; } :focus-visible { outline: none; }";

/// Clicks, types, fetches, starts a worker, and trips over everything there is.
const BUSY: &str = "
    document.getElementById('go').addEventListener('click', (event) => {
        document.getElementById('said').textContent = `clicked ${event.isTrusted}`;
    });
    document.getElementById('run').addEventListener('click', () => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onmessage = (event) => { document.getElementById('said').textContent = event.data; };
        console.error('said in despair');
        document.body.setAttribute('style', 'color: red');
        setTimeout(() => { throw new Error('thrown away'); });
    });";

const WORKER: &str = "console.error('said in the dark');
    await fetch('/told?to=server', { method: 'POST', body: new Uint8Array([1, 2, 255]) });
    postMessage('the worker is done');";

/// Says of each message whether the server can be reached.
const ASKER: &str = "onmessage = async () =>
    postMessage(await fetch('/ping').then(() => 'reached', () => 'no network'));";

const PAGE_OF_DEEDS: &str = r##"<!doctype html><html lang="en"><meta charset="utf-8"><title>Deeds</title>
<link rel="icon" href="data:,"><script type="module" src="/busy.js"></script>
<p id="said"></p><button id="go">Go on</button><button id="run">Run</button>
<input id="field" value="before"><select id="list"><option value="a">One</option><option value="b">Two</option></select>
<input id="day" type="date"><input id="file" type="file"></html>"##;

#[tokio::test]
async fn a_good_page_passes_the_audit() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let page = shown(&browser, GOOD).await;
    assert_eq!(page.audit().await, Vec::<String>::new());
    page.assert_quiet();
}

#[tokio::test]
async fn an_audit_finds_what_is_bad() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let page = shown(&browser, BAD).await;
    let found = page.audit().await;
    for expected in [
        "the page is in the language “xx”",
        "the page has no title",
        "the page cannot be zoomed",
        "2 headings of level 1",
        "0 main landmarks",
        "the id “twice” is there twice",
        "a button without a name",
        "a target of 20 × 20 px, where 44 are needed: <button#small>",
        "a field without a label: <input#bare>",
        "text in a contrast of 2.32 : 1, where 4.5 are needed: <a#faint>",
        "where 4.5 are needed: <p.half>",
        "where 4.5 are needed: <span> “On a veil”",
        "a field whose edge has a contrast of 1.36 : 1",
        "the keyboard reaches something that is told as generic",
        "a picture without alt",
        "a drawing that is neither named nor hidden",
        "a control within a control",
        "comes before its turn by its tabindex: <button#first>",
        "which stands behind it",
        "nothing shows that the focus is on <button#small>",
        "aria-labelledby names “nobody”",
        "a table without headings",
        "the page is 9",
    ] {
        assert!(
            found.iter().any(|one| one.contains(expected)),
            "{expected} is not in {found:#?}"
        );
    }
}

#[tokio::test]
async fn what_a_person_does_reaches_the_page() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let page = shown(&browser, PAGE_OF_DEEDS).await;
    page.click(role("button", "Go on")).await;
    page.wait_for(text("clicked true")).await;
    page.type_into("#field", "Asha आशा 42").await;
    assert_eq!(page.value("#field").await, "Asha आशा 42");
    page.press("Backspace").await;
    assert_eq!(page.value("#field").await, "Asha आशा 4");
    page.choose("#list", "Two").await;
    page.set_value("#day", "1960-04-14").await;
    assert_eq!(
        (page.value("#list").await, page.value("#day").await),
        ("b".into(), "1960-04-14".into())
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    page.set_files("#file", &[file.path()]).await;
    page.wait_until("document.getElementById('file').files.length === 1")
        .await;
    assert!(
        page.screenshot(Screen::DESK.dark())
            .await
            .starts_with(b"\x89PNG")
    );
    page.assert_quiet();
}

#[tokio::test]
async fn nothing_that_happens_goes_by_unseen() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let page = shown(&browser, PAGE_OF_DEEDS).await;
    page.click("#run").await;
    page.wait_for(text("the worker is done")).await;
    let troubles = page.take_troubles().join("\n");
    for expected in [
        "said in despair",
        "said in the dark",
        "Content Security Policy",
        "thrown away",
    ] {
        assert!(
            troubles.contains(expected),
            "{expected} is not in {troubles}"
        );
    }
    let asked = page.asked();
    let told = asked
        .iter()
        .find(|asked| asked.url.ends_with("/told?to=server"))
        .unwrap();
    assert_eq!(
        (told.method.as_str(), told.body.as_slice()),
        ("POST", [1, 2, 255].as_slice())
    );
    page.assert_quiet();
}

#[tokio::test]
async fn a_network_that_is_gone_is_gone_for_workers_too() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let page = shown(&browser, PAGE_OF_DEEDS).await;
    let asks = "fetch('/ping').then(() => 'reached', () => 'no network')";
    let old = "(window.old ??= new Worker('/asker.js'), ask(window.old))";
    page.eval(
        "window.ask = (worker) => new Promise((done) => {
            worker.onmessage = (event) => done(event.data);
            worker.postMessage('');
        })",
    )
    .await;
    for (offline, expected) in [(false, "reached"), (true, "no network"), (false, "reached")] {
        page.set_offline(offline).await;
        for asker in [asks, old] {
            assert_eq!(page.eval(asker).await, expected, "{asker}");
        }
        page.wait_until(&format!("navigator.onLine === {}", !offline))
            .await;
    }
    assert!(!page.take_troubles().is_empty(), "what failed was seen");
}
