//! What happened in a vault, told in sentences.

use client::history::{Event, What};
use serde_json::{Value, json};
use wire::vault::{Leave, Purpose};

use crate::{listing::count, moment, terms};

/// An event as a sentence. `me` is called by "you".
pub(crate) fn sentence(event: &Event, me: &str) -> String {
    let is_me = event.who == me;
    let who = if is_me { "You" } else { &event.who };
    let records = |number: &Option<usize>| match number {
        Some(number) => count(*number, "record"),
        None => "records that are not for you".to_owned(),
    };
    match &event.what {
        What::Opened => format!("{who} opened these records"),
        What::LetIn {
            name,
            history,
            purpose,
        } => {
            let name = if name == me { "you" } else { name };
            let span = match purpose {
                Purpose::Standing => "",
                Purpose::Visit => ", for a visit",
            };
            let history = if *history {
                "with everything on the list from before"
            } else {
                "for what is written from then on"
            };
            format!("{who} let {name} in, {history}{span}")
        }
        What::Left { name, leave } => {
            let name = if name == me { "you" } else { name };
            match leave {
                Leave::Stopped => format!("{who} stopped sharing what is new with {name}"),
                Leave::Removed => format!("{who} took {name} off the list"),
                Leave::Expired => format!("The time given to {name} was over"),
            }
        }
        What::Renewed => {
            format!("{who} changed all locks, after coming back with the recovery kit")
        }
        What::Added {
            count: number,
            broadcast,
        } => {
            let to = if *broadcast {
                ", for everyone on the list"
            } else {
                ""
            };
            format!("{who} added {}{to}", records(number))
        }
        What::Broadcast { count: number } => {
            format!("{who} shared {} with everyone on the list", records(number))
        }
        What::ShownTo { name, .. } => {
            format!("{who} showed {name} one record, apart from the list")
        }
        What::TakenBack { name, .. } => {
            format!("{who} took back a record that was shown to {name}")
        }
        What::ShownToSomebody => {
            format!(
                "{who} showed one record to one person, or took one back; which is between them"
            )
        }
        What::Kept => format!("{who} kept private what a doctor had added"),
        What::NewDevice => format!("{who} came back with the recovery kit, on a new device"),
        What::Read { count: number, .. } => format!("{who} read {}", count(*number, "record")),
    }
}

/// An event as a line of the log.
pub(crate) fn line(event: &Event, me: &str) -> String {
    format!(
        "{}  {}",
        moment::for_people(event.time),
        sentence(event, me)
    )
}

/// An event as JSON.
pub(crate) fn json(event: &Event, me: &str) -> Value {
    let mut out = json!({
        "entry": event.seq,
        "time": moment::for_programs(event.time),
        "who": event.who,
        "what": name(&event.what),
        "text": sentence(event, me),
    });
    match &event.what {
        What::LetIn {
            name,
            history,
            purpose,
        } => {
            out["name"] = name.as_str().into();
            out["history"] = terms::history_name(*history).into();
            out["visit"] = (*purpose == Purpose::Visit).into();
        }
        What::Left { name, leave } => {
            out["name"] = name.as_str().into();
            out["how"] = terms::leave_name(*leave).into();
        }
        What::Added { count, broadcast } => {
            out["records"] = (*count).into();
            out["broadcast"] = (*broadcast).into();
        }
        What::Broadcast { count } => out["records"] = (*count).into(),
        What::Read { count, .. } => out["records"] = (*count).into(),
        What::ShownTo { name, record } | What::TakenBack { name, record } => {
            out["name"] = name.as_str().into();
            out["record"] = record.to_string().into();
        }
        What::Opened | What::Renewed | What::ShownToSomebody | What::Kept | What::NewDevice => {}
    }
    out
}

fn name(what: &What) -> &'static str {
    match what {
        What::Opened => "opened",
        What::LetIn { .. } => "let_in",
        What::Left { .. } => "left",
        What::Renewed => "renewed",
        What::Added { .. } => "added",
        What::Broadcast { .. } => "broadcast",
        What::ShownTo { .. } => "shown",
        What::TakenBack { .. } => "taken_back",
        What::ShownToSomebody => "shown_or_taken_back",
        What::Kept => "kept",
        What::NewDevice => "new_device",
        What::Read { .. } => "read",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(who: &str, what: What) -> Event {
        Event {
            seq: Some(3),
            time: 1_717_130_700_000,
            who: who.to_owned(),
            person: wire::id::PersonId([0; 32]),
            what,
        }
    }

    #[test]
    fn events_are_told_in_plain_words() {
        let let_in = |name: &str| What::LetIn {
            name: name.to_owned(),
            history: true,
            purpose: Purpose::Visit,
        };
        assert_eq!(
            sentence(&event("Asha", let_in("Dr Rao")), "Asha"),
            "You let Dr Rao in, with everything on the list from before, for a visit"
        );
        assert_eq!(
            sentence(&event("Asha", let_in("Dr Rao")), "Dr Rao"),
            "Asha let you in, with everything on the list from before, for a visit"
        );
        assert_eq!(
            sentence(
                &event(
                    "Dr Rao",
                    What::Read {
                        count: 1,
                        records: Vec::new(),
                    }
                ),
                "Asha"
            ),
            "Dr Rao read 1 record"
        );
        let added = What::Added {
            count: None,
            broadcast: false,
        };
        assert_eq!(
            sentence(&event("Dr Rao", added), "Dr Sen"),
            "Dr Rao added records that are not for you"
        );
    }

    #[test]
    fn events_as_json_have_their_facts_beside_the_text() {
        let left = What::Left {
            name: "Dr Rao".to_owned(),
            leave: Leave::Removed,
        };
        let json = json(&event("Asha", left), "Asha");
        assert_eq!(json["entry"], 3);
        assert_eq!(json["time"], "2024-05-31T04:45:00Z");
        assert_eq!(json["what"], "left");
        assert_eq!(json["how"], "removed");
        assert_eq!(json["text"], "You took Dr Rao off the list");
    }
}
