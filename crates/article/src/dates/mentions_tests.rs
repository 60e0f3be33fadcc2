//! Expressions of time in running text, published on Monday, 20 December 2021 unless a line says otherwise.

use jiff::civil::date;

use super::{Moment, mentions};

/// Checks each `language | mentions | text` line; a mention is written `words=day`.
fn check(cases: &str) {
    let mut failures = Vec::new();
    for line in cases.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let mut parts = line.splitn(3, '|').map(str::trim);
        let (Some(language), Some(meaning), Some(text)) =
            (parts.next(), parts.next(), parts.next())
        else {
            panic!("three fields: {line}");
        };
        let published = Moment::Day(date(2021, 12, 20));
        let found: Vec<String> = mentions(text, Some(published), language)
            .into_iter()
            .inspect(|m| {
                let slice: String = text.chars().skip(m.begin).take(m.end - m.begin).collect();
                assert_eq!(slice, m.text, "offsets in {text}");
            })
            .map(|m| format!("{}={}", m.text, m.date))
            .collect();
        if found.join("; ") != meaning {
            failures.push(format!("{text:?}: {:?}, not {meaning:?}", found.join("; ")));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn arabic() {
    check(
        "
        ar | الاثنين=2021-12-20 | وقال المتحدث للصحفيين الاثنين: إن المحادثات مستمرة
        ar | 17 ديسمبر=2021-12-17 | وفي 17 ديسمبر طرحت الحكومة مشروع اتفاق
        ar | السبت=2021-12-18 | صرح السبت بأن الموقف لم يتغير
        ar | الأحد=2021-12-19 | عاد والأحد عطلة
        ar | أمس الأحد=2021-12-19 | التقى أمس الأحد نظيره
        ar | الجمعة المقبل=2021-12-24 | تنعقد الجلسة الجمعة المقبل
        ar | الاثنين الماضي=2021-12-13 | اجتمعوا الاثنين الماضي
        ar | 5 كانون الثاني=2022-01-05 | تبدأ في 5 كانون الثاني
        ar | 3 تشرين الأول/أكتوبر=2021-10-03 | منذ 3 تشرين الأول/أكتوبر
        ar | السبت 18 ديسمبر 2021=2021-12-18 | جرى السبت 18 ديسمبر 2021 في المدينة
        ar | الخميس=2021-12-23 | يزور العواصم ابتداء من الخميس
        ar | السبت=2021-12-18; اليوم=2021-12-20 | لم يتغير شيء منذ السبت حتى اليوم
        ar | | وقال لصحيفة «اليوم» إنه باق
        ar | | لم يحضر أحد في اليوم الأول وكان الاجتماع الثاني من كانون
        ar | ٢٠ ديسمبر ٢٠١٩=2019-12-20 | صدر في ٢٠ ديسمبر ٢٠١٩ قانون
        ",
    );
}

#[test]
fn english() {
    check(
        "
        en | Friday=2021-12-17 | The minister said on Friday that talks went on.
        en | Dec. 17=2021-12-17 | On Dec. 17 the cabinet met.
        en | January 5=2022-01-05 | It starts on January 5.
        en | March 4=2021-03-04 | Since March 4, prices rose.
        en | Monday, May 3=2021-05-03 | On Monday, May 3, they left.
        en | 6 May 2019=2019-05-06 | He left on 6 May 2019 for good.
        en | yesterday=2021-12-19; next Wednesday=2021-12-22 | It rained yesterday and ends next Wednesday
        en | Today=2021-12-20 | Today, the court ruled.
        en | | You may 6 times march on in the sun, mon ami, on Black Friday. Sunday-school starts.
        en | | USA Today and the Sunday Times reported it.
        en | | In May 2020 there were 12 of them.
        ",
    );
}

#[test]
fn other_languages() {
    check(
        "
        de | Freitag, am 17. Dezember=2021-12-17 | Er sagte am Freitag, am 17. Dezember sei es geschehen.
        de | gestern=2021-12-19; heute=2021-12-20 | Was gestern war, gilt heute. Am Morgen regnet es. Do it so.
        de | kommenden Mittwoch=2021-12-22 | Am kommenden Mittwoch wird gewählt.
        fr | vendredi=2021-12-17; 17 décembre=2021-12-17 | Il a dit vendredi que le 17 décembre fut clair.
        fr | mardi prochain=2021-12-21; hier=2021-12-19 | Rendez-vous mardi prochain, comme hier.
        es | viernes=2021-12-17; 17 de diciembre=2021-12-17 | Dijo el viernes que el 17 de diciembre firmó Plácido Domingo.
        pt | sexta-feira=2021-12-17; 17 de dezembro=2021-12-17 | Na sexta-feira disse; em 17 de dezembro, pela segunda vez.
        it | venerdì=2021-12-17 | Lo ha detto venerdì Domenica Rossi.
        ru | пятницу=2021-12-17; 17 декабря=2021-12-17 | Он заявил в пятницу, что 17 декабря среда обитания страдает.
        uk | п'ятницю=2021-12-17 | Про це він сказав у п'ятницю.
        pl | piątek=2021-12-17; 17 grudnia=2021-12-17 | W piątek powiedział, że 17 grudnia był luty mróz.
        tr | 17 Aralık=2021-12-17 | Toplantı 17 Aralık tarihinde yapıldı.
        fa | دوشنبه=2021-12-20; ۲۶ آذر=2021-12-17 | او روز دوشنبه گفت که ۲۶ آذر چنین شد
        he | יום שישי=2021-12-17 | הוא אמר ביום שישי כי הכול בסדר
        zh | 周五=2021-12-17; 12月17日=2021-12-17 | 他周五表示，12月17日会议结束。
        zh | 上周五=2021-12-17; 下周三=2021-12-29 | 上周五开始，下周三结束。
        ja | 金曜日、12月17日=2021-12-17 | 大臣は金曜日、12月17日に述べた。
        ko | 금요일 12월 17일=2021-12-17 | 그는 금요일 12월 17일에 말했다.
        nl | vrijdag=2021-12-17; 17 december=2021-12-17 | Hij zei vrijdag dat het 17 december was.
        nb | i dag=2021-12-20 | Dette skjer i dag.
        sv | fredagen=2021-12-17 | På fredagen sade han det.
        hi | सोमवार=2021-12-20 | उन्होंने सोमवार को कहा
        ",
    );
}

#[test]
fn without_a_day_of_publication_only_whole_dates_count() {
    let found = mentions("On Friday, or on 6 May 2019, or May 7.", None, "en");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text, "6 May 2019");
}

#[test]
fn days_that_are_not_in_every_year() {
    let published = Some(Moment::Day(date(2023, 6, 1)));
    let found = mentions("It was on 29 February.", published, "en");
    assert_eq!(found[0].date, Moment::Day(date(2020, 2, 29)));
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn jumble() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(
                &[
                    "الاثنين",
                    "والسبت",
                    "17",
                    "ديسمبر",
                    "كانون",
                    "الأول",
                    " ",
                    ",",
                    ".",
                    "أمس",
                    "الأحد",
                    "اليوم",
                    "Friday",
                    "May",
                    "next",
                    "today",
                    "2021",
                    "12月17日",
                    "周五",
                    "下",
                    "\n\n",
                    "يوم",
                    "ביום שישי",
                    "🙂",
                ][..]
            )
            .prop_map(str::to_owned),
            ".{0,3}",
        ];
        prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]
        #[test]
        fn offsets_give_the_words(body in jumble(), language in prop::sample::select(&["en", "ar", "zh", "he", ""][..])) {
            let published = Some(Moment::Day(date(2021, 12, 20)));
            let points: Vec<char> = body.chars().collect();
            let mut end = 0;
            for mention in mentions(&body, published, language) {
                prop_assert!(mention.begin >= end && mention.end > mention.begin);
                prop_assert_eq!(points[mention.begin..mention.end].iter().collect::<String>(), mention.text);
                end = mention.end;
            }
        }
    }
}
