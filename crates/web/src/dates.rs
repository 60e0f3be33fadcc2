//! Days, hours and numbers as a reader writes them: in their calendar, with their digits, in the language of the
//! interface.

use std::sync::OnceLock;

use icu_calendar::{Date, Iso};
use icu_datetime::fieldsets::{T, YM, YMD, YMDE};
use icu_datetime::input::Time;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences, NoCalendarFormatter};
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_decimal::{DecimalFormatter, DecimalFormatterPreferences};
use icu_locale_core::Locale;
use jiff::{Timestamp, civil};

use crate::reader::{Calendar, Language, Numerals, Reader};

/// How one choice of language, digits and calendar is written. Each is made once, when it is first asked for.
struct Forms {
    day: DateTimeFormatter<YMDE>,
    date: DateTimeFormatter<YMD>,
    month: DateTimeFormatter<YM>,
    time: NoCalendarFormatter<T>,
    number: DecimalFormatter,
}

/// Languages, digits and calendars, for the place of a choice among all.
const NUMERALS: usize = Numerals::ALL.len();
const CALENDARS: usize = Calendar::ALL.len();
static FORMS: [OnceLock<Option<Forms>>; Language::ALL.len() * NUMERALS * CALENDARS] =
    [const { OnceLock::new() }; Language::ALL.len() * NUMERALS * CALENDARS];

/// The forms of a reader's choice. The data for all of them is built in, so that there always are some.
fn forms(reader: &Reader) -> Option<&'static Forms> {
    let place = (reader.language as usize * NUMERALS + reader.numerals as usize) * CALENDARS
        + reader.calendar as usize;
    FORMS[place]
        .get_or_init(|| Forms::new(reader.language, reader.numerals, reader.calendar))
        .as_ref()
}

impl Forms {
    fn new(language: Language, numerals: Numerals, calendar: Calendar) -> Option<Self> {
        // English with the day first, as most of the world has it.
        let language = match language {
            Language::English => "en-GB",
            Language::Arabic => "ar",
        };
        let tag = format!(
            "{language}-u-ca-{}-hc-h23-nu-{}",
            calendar.key(),
            numerals.key()
        );
        let locale: Locale = tag.parse().ok()?;
        let preferences = DateTimeFormatterPreferences::from(&locale);
        Some(Self {
            day: DateTimeFormatter::try_new(preferences, YMDE::long()).ok()?,
            date: DateTimeFormatter::try_new(preferences, YMD::long()).ok()?,
            month: DateTimeFormatter::try_new(preferences, YM::long()).ok()?,
            time: NoCalendarFormatter::try_new(preferences, T::hm()).ok()?,
            number: DecimalFormatter::try_new(
                DecimalFormatterPreferences::from(&locale),
                DecimalFormatterOptions::default(),
            )
            .ok()?,
        })
    }
}

/// A day of the Gregorian calendar as ICU has it.
fn date(day: civil::Date) -> Option<Date<Iso>> {
    Date::try_new_iso(
        i32::from(day.year()),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    )
    .ok()
}

/// An hour as ICU has it.
fn hour(time: civil::Time) -> Option<Time> {
    Time::try_new(
        time.hour().unsigned_abs(),
        time.minute().unsigned_abs(),
        0,
        0,
    )
    .ok()
}

impl Reader {
    /// A day with its weekday: "Monday 2 March 2026".
    pub(crate) fn day(&self, day: civil::Date) -> String {
        let shown = forms(self).zip(date(day));
        shown.map_or_else(
            || day.to_string(),
            |(forms, day)| forms.day.format(&day).to_string(),
        )
    }

    /// A day: "2 March 2026".
    pub(crate) fn date(&self, day: civil::Date) -> String {
        let shown = forms(self).zip(date(day));
        shown.map_or_else(
            || day.to_string(),
            |(forms, day)| forms.date.format(&day).to_string(),
        )
    }

    /// A month of the Gregorian calendar, `2026-03`: "March 2026". In another calendar it is parts of two, so that it is
    /// shown as it is stated.
    fn month(&self, stated: &str) -> Option<String> {
        if self.calendar != Calendar::Gregorian {
            return None;
        }
        let day: civil::Date = format!("{stated}-01").parse().ok()?;
        Some(forms(self)?.month.format(&date(day)?).to_string())
    }

    /// An hour of the day: "09:40".
    pub(crate) fn time(&self, time: civil::Time) -> String {
        let shown = forms(self).zip(hour(time));
        shown.map_or_else(
            || time.strftime("%H:%M").to_string(),
            |(forms, time)| forms.time.format(&time).to_string(),
        )
    }

    /// A point of time where the reader is: "2 March 2026, 09:40".
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let comma = match self.language {
            Language::English => ", ",
            Language::Arabic => "، ",
        };
        format!(
            "{}{comma}{}",
            self.date(local.date()),
            self.time(local.time())
        )
    }

    /// A time of the record, in seconds since 1970: "2 March 2026, 09:40"; empty where no calendar goes so far.
    pub(crate) fn at(&self, seconds: i64) -> String {
        Timestamp::from_second(seconds).map_or_else(|_| String::new(), |at| self.moment(at))
    }

    /// The day of a time of the record: "2 March 2026"; empty where no calendar goes so far.
    pub(crate) fn on(&self, seconds: i64) -> String {
        Timestamp::from_second(seconds)
            .map_or_else(|_| String::new(), |at| self.date(self.local(at).date()))
    }

    /// A point of time as the reader's clock shows it.
    pub(crate) fn local(&self, at: Timestamp) -> civil::DateTime {
        self.zone.to_datetime(at)
    }

    /// A time as a page states it: a year, a month, a day, an hour with or without its offset. What it does not state is
    /// not shown; what is no time is shown as it is.
    pub(crate) fn stated(&self, stated: &str) -> String {
        if let Ok(at) = stated.parse::<Timestamp>() {
            return self.moment(at);
        }
        match stated.len() {
            7 => self.month(stated).unwrap_or_else(|| stated.to_owned()),
            10 => match stated.parse::<civil::Date>() {
                Ok(day) => self.date(day),
                Err(_) => stated.to_owned(),
            },
            16.. => match stated.parse::<civil::DateTime>() {
                Ok(at) => format!("{} {}", self.date(at.date()), self.time(at.time())),
                Err(_) => stated.to_owned(),
            },
            _ => stated.to_owned(),
        }
    }

    /// A number with its thousands set apart.
    pub(crate) fn number(&self, number: u64) -> String {
        forms(self).map_or_else(
            || number.to_string(),
            |forms| forms.number.format(&Decimal::from(number)).to_string(),
        )
    }

    /// A share of one in percent, rounded.
    pub(crate) fn percent(&self, share: f64) -> String {
        let rounded = self.number((share.clamp(0.0, 1.0) * 100.0).round() as u64);
        match self.language {
            Language::Arabic if self.numerals != Numerals::Latin => format!("{rounded}٪"),
            _ => format!("{rounded}%"),
        }
    }

    /// A size in bytes, in the unit that suits it.
    pub(crate) fn size(&self, bytes: u64) -> String {
        const UNITS: [(&str, &str); 4] = [
            ("bytes", "بايت"),
            ("KiB", "ك.ب"),
            ("MiB", "م.ب"),
            ("GiB", "ج.ب"),
        ];
        let mut size = bytes;
        let mut unit = 0;
        while size >= 10 * 1024 && unit + 1 < UNITS.len() {
            size /= 1024;
            unit += 1;
        }
        let name = match self.language {
            Language::English => UNITS[unit].0,
            Language::Arabic => UNITS[unit].1,
        };
        format!("{} {name}", self.number(size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(language: Language, numerals: Numerals, calendar: Calendar) -> Reader {
        Reader {
            language,
            numerals,
            calendar,
            ..Reader::default()
        }
    }

    #[test]
    fn a_day_in_every_calendar() {
        use Calendar as C;
        use Language as L;
        use Numerals as N;
        let day = civil::date(2026, 3, 2);
        let of = |l, n, c| reader(l, n, c).date(day);
        assert_eq!(of(L::English, N::Latin, C::Gregorian), "2 March 2026");
        assert_eq!(of(L::Arabic, N::Arabic, C::Gregorian), "٢ مارس ٢٠٢٦");
        assert!(of(L::Arabic, N::Arabic, C::Hijri).starts_with("١٣ رمضان ١٤٤٧"));
        assert!(of(L::English, N::Latin, C::Persian).starts_with("11 Esfand 1404"));
        assert!(of(L::Arabic, N::Persian, C::Persian).starts_with("۱۱ اسفندار ۱۴۰۴"));
        assert_eq!(
            Reader::default().day(day).replace(',', ""),
            "Monday 2 March 2026"
        );
    }

    #[test]
    fn every_choice_has_its_forms() {
        for &language in Language::ALL {
            for &numerals in Numerals::ALL {
                for &calendar in Calendar::ALL {
                    assert!(forms(&reader(language, numerals, calendar)).is_some());
                }
            }
        }
    }

    #[test]
    fn a_page_that_states_less_is_shown_with_less() {
        let mut here = Reader::default();
        assert_eq!(here.stated("2026-03-02"), "2 March 2026");
        assert_eq!(here.stated("2026-03"), "March 2026");
        assert_eq!(here.stated("2026-W9"), "2026-W9");
        assert_eq!(here.stated("2026-03-02T09:40"), "2 March 2026 09:40");
        assert_eq!(
            here.stated("2026-03-02T09:40:00+02:00"),
            "2 March 2026, 07:40"
        );
        assert_eq!(here.stated("نص طويل ليس وقتا"), "نص طويل ليس وقتا");
        here.zone = jiff::tz::TimeZone::get("Asia/Tokyo").unwrap();
        assert_eq!(
            here.stated("2026-03-02T23:40:00+02:00"),
            "3 March 2026, 06:40"
        );
    }

    #[test]
    fn numbers_and_sizes() {
        let arabic = reader(Language::Arabic, Numerals::Arabic, Calendar::Gregorian);
        assert_eq!(arabic.number(1_234_567), "١٬٢٣٤٬٥٦٧");
        assert_eq!(arabic.percent(0.928), "٩٣٪");
        assert_eq!(Reader::default().number(1_234), "1,234");
        assert_eq!(Reader::default().size(3 * 1024 * 1024 * 1024), "3,072 MiB");
        assert_eq!(Reader::default().size(900), "900 bytes");
    }
}
