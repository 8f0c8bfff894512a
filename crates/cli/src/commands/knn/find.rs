//! Published classifiers and sealed sets, by their ids or titles.

use client::{classifiers::Listing, sealed_sets::SealedSet};
use wire::id::SetId;

use crate::{
    app::{App, Signed},
    failure::{Failure, Kind},
    listing::count,
};

/// What can be asked.
pub(super) enum Target {
    Published(Box<Listing>),
    Sealed(Box<SealedSet>),
}

/// Everything published at the server; cards that do not hold are told on the side.
pub(super) async fn published(app: &App, session: &mut Signed) -> Result<Vec<Listing>, Failure> {
    let published = session.classifiers().await?;
    published
        .troubles
        .iter()
        .for_each(|trouble| app.note(trouble));
    Ok(published.listings)
}

/// The published classifier or the own sealed set of that name.
pub(super) async fn target(app: &App, session: &mut Signed, name: &str) -> Result<Target, Failure> {
    let listings = published(app, session).await?.into_iter();
    let sets = sealed(app, session).await?.into_iter();
    let all = listings.map(|listing| Target::Published(Box::new(listing)));
    let all = all.chain(sets.map(|set| Target::Sealed(Box::new(set))));
    pick(all.collect(), name, |target| match target {
        Target::Published(listing) => named_listing(listing),
        Target::Sealed(set) => named_set(set),
    })
}

/// One's own sealed sets; those that do not open are told on the side.
pub(super) async fn sealed(app: &App, session: &mut Signed) -> Result<Vec<SealedSet>, Failure> {
    let found = session.sealed_sets().await?;
    for (id, why) in &found.troubles {
        app.note(&format!("the sealed set {id}: {why}"));
    }
    Ok(found.sets)
}

/// The own sealed set of that name.
pub(super) async fn set(app: &App, session: &mut Signed, name: &str) -> Result<SealedSet, Failure> {
    pick(sealed(app, session).await?, name, named_set)
}

/// The own sealed set of that name, to be deleted: also one that does not open, by its id. With what is said of it.
pub(super) async fn doomed(session: &mut Signed, name: &str) -> Result<Doomed, Failure> {
    let found = session.sealed_sets().await?;
    let open = found.sets.iter().map(|set| Doomed {
        id: set.item().id,
        title: Some(set.title().to_owned()),
        samples: set.count(),
    });
    let closed = found.troubles.iter().map(|(id, _)| Doomed {
        id: *id,
        title: None,
        samples: 0,
    });
    pick(open.chain(closed).collect(), name, |set| {
        let title = set.title.as_deref().unwrap_or_default();
        (set.id.to_string(), title)
    })
}

/// A set that may be deleted.
pub(super) struct Doomed {
    pub(super) id: SetId,
    /// Nothing for one that does not open.
    pub(super) title: Option<String>,
    pub(super) samples: usize,
}

/// The own published classifier of that name.
pub(super) async fn own(app: &App, session: &mut Signed, name: &str) -> Result<Listing, Failure> {
    let mut listings = published(app, session).await?;
    let me = session.identity().person;
    listings.retain(|listing| listing.card().provider == me);
    pick(listings, name, named_listing)
}

/// What is said when a change broke off of which `done` samples are certain: what was sent last may have arrived as well.
pub(super) fn broken_off(
    mut failure: Failure,
    set: &SealedSet,
    done: usize,
    what: &str,
) -> Failure {
    if done > 0 {
        let done = count(done, "sample");
        failure.message = format!("after {done} were {what}: {}", failure.message);
    }
    match failure.kind {
        Kind::Network | Kind::Storage | Kind::Cheating => {
            let (title, was) = (set.title(), set.count());
            failure.advise(format!(
                "\"{title}\" had {} before the last step, which may have arrived all the same: look with `sehat knn sets '{title}'` \
                 before you try again, so that no sample is in it twice.",
                count(was, "sample")
            ))
        }
        _ => failure,
    }
}

fn named_listing(listing: &Listing) -> (String, &str) {
    (listing.card().id.to_string(), &listing.card().title)
}

fn named_set(set: &SealedSet) -> (String, &str) {
    (set.item().id.to_string(), set.title())
}

/// The one whose id begins so or whose title is this.
fn pick<T>(mut items: Vec<T>, name: &str, of: impl Fn(&T) -> (String, &str)) -> Result<T, Failure> {
    let wanted = name.trim().to_lowercase();
    let fits = |item: &T| {
        let (id, title) = of(item);
        title.to_lowercase() == wanted || (wanted.len() >= SHORTEST && id.starts_with(&wanted))
    };
    let mut found = (0..items.len()).filter(|&at| fits(&items[at]));
    match (found.next(), found.next()) {
        (Some(at), None) => {
            drop(found);
            Ok(items.swap_remove(at))
        }
        (Some(_), Some(_)) => Err(Failure::new(
            Kind::NotFound,
            "ambiguous",
            format!("several are called \"{name}\": give more of the id"),
        )),
        (None, _) => Err(Failure::new(
            Kind::NotFound,
            "not_found",
            format!("there is no classifier and no sealed set \"{name}\""),
        )
        .advise("`sehat knn list` and `sehat knn sets` show what there is.")),
    }
}

/// The fewest characters of an id that are taken for one.
const SHORTEST: usize = 4;

#[cfg(test)]
mod tests {
    #[test]
    fn a_title_or_the_beginning_of_an_id_is_enough_if_only_one_fits() {
        let items = || {
            vec![
                ("abcd11", "Masses"),
                ("abcd22", "Flowers"),
                ("ef0123", "Masses"),
            ]
        };
        let pick = |name: &str| {
            super::pick(items(), name, |item| (item.0.to_owned(), item.1))
                .map(|item| item.0)
                .map_err(|failure| failure.code)
        };
        assert_eq!(pick(" flowers "), Ok("abcd22"));
        assert_eq!(pick("abcd1"), Ok("abcd11"));
        assert_eq!(pick("ef01"), Ok("ef0123"));
        assert_eq!(pick("abcd"), Err("ambiguous"));
        assert_eq!(pick("masses"), Err("ambiguous"));
        assert_eq!(pick("ef0"), Err("not_found"));
        assert_eq!(pick(""), Err("not_found"));
    }
}
