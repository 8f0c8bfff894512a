//! From values and times to places in the picture.

use super::{Point, Series};

/// How far back a chart goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// 30 days.
    Month,
    /// A year.
    Year,
    /// Everything.
    All,
}

impl Span {
    /// The points within the span, oldest first. It ends now, or with the last point if that is older
    /// than the span: an empty chart helps nobody.
    pub fn cut(self, points: &[Point], now: u64) -> Vec<Point> {
        let mut points = points.to_vec();
        points.sort_by_key(|point| point.time);
        let days = match self {
            Self::Month => 30,
            Self::Year => 365,
            Self::All => return points,
        };
        let length = days * DAY;
        let last = points.last().map_or(now, |point| point.time);
        let end = if last + length < now { last } else { now };
        points.retain(|point| point.time + length >= end);
        points
    }
}

/// The picture's measures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// The values at the bottom and the top.
    values: (f64, f64),
    /// The times at the left and the right.
    times: (u64, u64),
    /// Width and height of the whole, in pixels.
    size: (f64, f64),
}

impl Scale {
    /// So that all points and bands have room.
    pub(super) fn of(series: &[Series], size: (f64, f64)) -> Option<Self> {
        let points = || series.iter().flat_map(|series| &series.points);
        let values = points().map(|point| point.value);
        let bands = series.iter().filter_map(|series| series.usual);
        let all = values.chain(bands.flat_map(|(low, high)| [low, high]));
        let (low, high) = all
            .filter(|value| value.is_finite())
            .fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        let first = points().map(|point| point.time).min()?;
        let last = points().map(|point| point.time).max()?;
        // One point alone stands in the middle of two days.
        let times = if first == last {
            (first.saturating_sub(DAY), last + DAY)
        } else {
            (first, last)
        };
        let room = ((high - low) * 0.08).max(0.5);
        Some(Self {
            values: (low - room, high + room),
            times,
            size,
        })
    }

    /// The place of a time, from the left.
    pub(super) fn x(&self, time: u64) -> f64 {
        let (from, to) = self.times;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a pixel is minutes at the least"
        )]
        let part = time.saturating_sub(from) as f64 / (to - from).max(1) as f64;
        LEFT + part * (self.size.0 - LEFT - RIGHT)
    }

    /// The place of a value, from the top.
    pub(super) fn y(&self, value: f64) -> f64 {
        let (from, to) = self.values;
        let part = (value - from) / (to - from);
        let height = self.size.1 - TOP - BOTTOM;
        (TOP + (1.0 - part) * height).clamp(TOP, TOP + height)
    }

    /// Left and right end of the lines.
    pub(super) fn ends(&self) -> (f64, f64) {
        (LEFT, self.size.0 - RIGHT)
    }

    /// The baseline of the words below.
    pub(super) fn foot(&self) -> f64 {
        self.size.1 - 6.0
    }

    /// The first, the middle and the last time.
    pub(super) fn times(&self) -> [u64; 3] {
        let (from, to) = self.times;
        [from, from + (to - from) / 2, to]
    }

    /// Round values for lines across, some four of them.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let (from, to) = self.values;
        // The widest of 1, 2 or 5 times a power of ten that fits three times.
        let most = (to - from) / 3.0;
        let size = 10_f64.powf(most.log10().floor());
        let step = [5.0, 2.0, 1.0]
            .map(|factor| factor * size)
            .into_iter()
            .find(|step| *step <= most)
            .unwrap_or(size);
        let first = (from / step).ceil();
        let count = ((to / step).floor() - first).clamp(0.0, 12.0);
        let mut ticks = Vec::new();
        let mut index = 0.0;
        while index <= count {
            ticks.push((first + index) * step);
            index += 1.0;
        }
        ticks
    }
}

const DAY: u64 = 86_400_000;
/// Room for the numbers at the left.
const LEFT: f64 = 38.0;
/// Room for the last, larger point.
const RIGHT: f64 = 10.0;
const TOP: f64 = 8.0;
/// Room for the words below.
const BOTTOM: f64 = 30.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn points(times: &[u64]) -> Vec<Point> {
        times
            .iter()
            .map(|day| Point {
                time: day * DAY,
                value: 1.0,
            })
            .collect()
    }

    fn blood_pressure() -> Vec<Series> {
        vec![Series {
            name: String::new(),
            points: vec![
                Point {
                    time: DAY,
                    value: 142.0,
                },
                Point {
                    time: 14 * DAY,
                    value: 128.0,
                },
            ],
            usual: Some((65.0, 130.0)),
        }]
    }

    #[test]
    fn a_month_holds_the_last_thirty_days() {
        assert_eq!(
            Span::Month.cut(&points(&[100, 80, 60]), 101 * DAY),
            points(&[80, 100])
        );
        assert_eq!(
            Span::All.cut(&points(&[100, 80, 60]), 101 * DAY),
            points(&[60, 80, 100])
        );
    }

    #[test]
    fn a_span_without_a_point_is_moved_to_the_last_one() {
        assert_eq!(
            Span::Month.cut(&points(&[80, 100]), 900 * DAY),
            points(&[80, 100])
        );
    }

    #[test]
    fn lines_across_are_round_and_few() {
        let scale = Scale::of(&blood_pressure(), (328.0, 200.0)).unwrap();
        assert_eq!(scale.ticks(), [60.0, 80.0, 100.0, 120.0, 140.0]);
    }

    #[test]
    fn points_are_within_the_picture() {
        let scale = Scale::of(&blood_pressure(), (328.0, 200.0)).unwrap();
        assert_eq!(scale.x(DAY), LEFT);
        assert_eq!(scale.x(14 * DAY), 328.0 - RIGHT);
        assert!(scale.y(142.0) > TOP && scale.y(65.0) < 200.0 - BOTTOM);
    }

    #[test]
    fn one_point_alone_has_a_picture_and_none_has_not() {
        let mut series = blood_pressure();
        series[0].points.truncate(1);
        let scale = Scale::of(&series, (328.0, 200.0)).unwrap();
        assert!(scale.x(DAY) > LEFT && scale.x(DAY) < 328.0 - RIGHT);
        series[0].points.clear();
        assert_eq!(Scale::of(&series, (328.0, 200.0)), None);
    }
}
