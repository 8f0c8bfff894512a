//! A line as small as a word.

use leptos::prelude::*;

use super::Point;

/// A trend beside a value, without axes; hidden from screen readers, to whom it would say nothing.
///
/// `<Sparkline points=series.points />`
#[component]
pub fn Sparkline(
    /// The points, in any order.
    points: Vec<Point>,
) -> impl IntoView {
    let line = line(points)?;
    Some(view! {
        <svg class="sparkline" viewBox="0 0 96 28" aria-hidden="true">
            <polyline points=line.0 />
            <circle cx=line.1.0 cy=line.1.1 r="3" />
        </svg>
    })
}

type Place = (String, String);

/// The line, and where it ends; nothing of fewer than two points.
fn line(mut points: Vec<Point>) -> Option<(String, Place)> {
    points.sort_by_key(|point| point.time);
    let (first, last) = (points.first()?.time, points.last()?.time);
    if first == last {
        return None;
    }
    let (low, high) = points
        .iter()
        .fold((f64::MAX, f64::MIN), |(low, high), point| {
            (low.min(point.value), high.max(point.value))
        });
    let height = (high - low).max(f64::MIN_POSITIVE);
    let places = points.iter().map(|point| {
        #[expect(clippy::cast_precision_loss, reason = "a pixel is hours at the least")]
        let part = (point.time - first) as f64 / (last - first) as f64;
        let x = 4.0 + part * 88.0;
        let y = if high > low {
            24.0 - (point.value - low) / height * 20.0
        } else {
            14.0
        };
        (format!("{x:.1}"), format!("{y:.1}"))
    });
    let places: Vec<Place> = places.collect();
    let line: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
    Some((line.join(" "), places.last()?.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_from_left_to_right_whatever_the_order() {
        let points = vec![
            Point {
                time: 20,
                value: 1.0,
            },
            Point {
                time: 10,
                value: 2.0,
            },
        ];
        let (line, end) = line(points).unwrap();
        assert_eq!(line, "4.0,4.0 92.0,24.0");
        assert_eq!(end, ("92.0".into(), "24.0".into()));
    }

    #[test]
    fn one_point_makes_no_line() {
        assert_eq!(
            line(vec![Point {
                time: 1,
                value: 1.0
            }]),
            None
        );
        assert_eq!(line(Vec::new()), None);
    }
}
