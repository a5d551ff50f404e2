//! The figures of a month by name, for an office's own form (pure).

use super::figures::Document;
use super::month::Report;
use super::paper::Paper;
use super::phrases::{Phrases, items_of};
use super::written::*;
use crate::text::Text;
use jiff::civil::Date;

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What stands between "{{" and "}}": "gửi_tin".
    pub name: String,
    /// What takes its place.
    pub value: String,
    /// What it is, in one line.
    pub meaning: String,
}

/// What of a period stands in a field: its name, what it is about and what it is (keys), its value. Each is there for
/// the period before, too.
type Figure<'a> = (&'static str, &'static str, &'static str, &'a dyn Fn(&Document) -> String);

impl Report {
    /// Every field that a form may have, in the order of the paper.
    pub fn fields(&self, text: &Text) -> Vec<Field> {
        let p = Phrases { report: self, text };
        let mut fields = words(p);
        let figures: [Figure<'_>; 30] = [
            ("số_tin", "", "report-field-items", &|d| number_of(items_of(d))),
            ("gửi_tin", "", "report-field-deliveries", &|d| number_of(d.delivery.all())),
            ("đã_gửi", "report-field-of-sending", "report-sent", &|d| number_of(d.delivery.sent)),
            ("tỷ_lệ_đã_gửi", "", "report-field-sent-share", &|d| {
                p.share(d.delivery.sent, d.delivery.all())
            }),
            ("không_gửi_được", "report-field-of-sending", "report-failed", &|d| {
                number_of(d.delivery.failed)
            }),
            ("chưa_rõ_kết_quả", "report-field-of-sending", "report-unknown", &|d| {
                number_of(d.delivery.unknown)
            }),
            ("còn_chờ_gửi", "report-field-of-sending", "report-waiting", &|d| {
                number_of(d.delivery.waiting)
            }),
            ("đã_huỷ", "report-field-of-sending", "report-cancelled", &|d| {
                number_of(d.delivery.cancelled)
            }),
            ("lượt_đọc_loa", "", "report-loudspeaker", &|d| {
                p.reported(d.outreach.loudspeaker_readings)
            }),
            ("cuộc_họp", "", "report-meeting", &|d| p.reported(d.outreach.meetings)),
            ("người_nghe", "", "report-listener", &|d| p.reported(d.outreach.listeners_estimated)),
            ("buổi_học_tập", "", "report-hoc-tap", &|d| p.reported(d.outreach.study_sessions.hoc_tap)),
            ("buổi_quán_triệt", "", "report-quan-triet", &|d| {
                p.reported(d.outreach.study_sessions.quan_triet)
            }),
            ("buổi_tuyên_truyền", "", "report-tuyen-truyen", &|d| {
                p.reported(d.outreach.study_sessions.tuyen_truyen)
            }),
            ("lượt_dự", "", "report-field-present", &|d| p.reported(d.outreach.attendance.present)),
            ("lượt_mời", "", "report-field-called", &|d| p.reported(d.outreach.attendance.total)),
            ("tỷ_lệ_dự", "", "report-attendance", &|d| p.attendance(d.outreach.attendance)),
            ("câu_hỏi_chuyển_sang", "report-field-of-questions", "report-open-before", &|d| {
                p.shown(d.questions.open_before)
            }),
            ("câu_hỏi_nhận", "report-field-of-questions", "report-received", &|d| {
                p.shown(d.questions.received)
            }),
            ("câu_hỏi_hộ", "", "report-field-relayed", &|d| p.shown(d.questions.relayed)),
            ("câu_hỏi_mở_lại", "report-field-of-questions", "report-reopened", &|d| {
                p.shown(d.questions.reopened)
            }),
            ("câu_hỏi_đã_trả_lời", "report-field-of-questions", "report-answered", &|d| {
                p.shown(d.questions.answered)
            }),
            ("câu_hỏi_tự_tra_cứu", "", "report-field-self-served", &|d| {
                p.shown(d.questions.self_served)
            }),
            ("câu_hỏi_rút", "report-field-of-questions", "report-withdrawn", &|d| {
                p.shown(d.questions.withdrawn)
            }),
            ("câu_hỏi_không_thuộc_phạm_vi", "report-field-of-questions", "report-set-aside", &|d| {
                p.shown(d.questions.set_aside)
            }),
            ("câu_hỏi_còn_lại", "report-field-of-questions", "report-open-after", &|d| {
                p.shown(d.questions.open_after)
            }),
            ("câu_hỏi_quá_hạn", "", "report-field-overdue", &|d| p.shown(d.questions.overdue)),
            ("thời_gian_chờ", "report-field-of-questions", "report-median", &|d| {
                p.asked_hours(d, d.questions.median_hours)
            }),
            ("câu_chờ_lâu_nhất", "report-field-of-questions", "report-oldest", &|d| {
                p.asked_hours(d, d.questions.oldest_open_hours)
            }),
            ("lần_hướng_dẫn_khiếu_nại", "", "report-complaints", &|d| {
                p.shown(d.questions.complaints_referred)
            }),
        ];
        fields.extend(figures.iter().map(|(name, about, what, figure)| Field {
            name: (*name).to_owned(),
            value: figure(self.document()),
            meaning: meant(p, about, what),
        }));
        fields.extend(figures.iter().map(|(name, about, what, figure)| Field {
            name: format!("{name}_kỳ_trước"),
            value: p.last(figure).unwrap_or_else(|| p.word("report-nothing")),
            meaning: p.say("report-field-last", &[("what", meant(p, about, what).into())]),
        }));
        fields
    }
}

/// What a figure is: its name on the paper, behind what it is about where the name alone does not say it.
fn meant(p: Phrases<'_>, about: &str, what: &str) -> String {
    match about {
        "" => p.word(what),
        about => format!("{}: {}", p.word(about), p.word(what)),
    }
}

/// What is said in words.
fn words(p: Phrases<'_>) -> Vec<Field> {
    let Report { document, identity, period, due, settings, .. } = p.report;
    let paper = Paper::of(p.report, p.text);
    let boundary = settings.boundary_day;
    let last = period.to(boundary).yesterday().unwrap_or(Date::MIN);
    let [sent, told, studied, asked, missing] = <[String; 5]>::try_from(paper.summary).unwrap_or_default();
    let all = [
        ("nơi", "report-field-place", p.own_place()),
        ("cơ_quan", "report-field-owner", identity.owner.clone()),
        ("kỳ", "report-field-period", p.period(*period)),
        ("tháng", "report-field-month", period.month().to_string()),
        ("năm", "report-field-year", period.year().to_string()),
        ("từ_ngày", "report-field-from", day(period.from(boundary))),
        ("đến_ngày", "report-field-to", day(last)),
        ("hạn_gửi", "report-field-due", day(*due)),
        ("mục_nhật_ký", "report-field-position", number_of(document.log_position)),
        ("mã_kiểm_tra", "report-field-checksum", document.checksum.clone()),
        ("câu_phát_tin", "report-field-sum-delivery", sent),
        ("câu_cơ_sở", "report-field-sum-outreach", told),
        ("câu_học_tập", "report-field-sum-study", studied),
        ("câu_về_câu_hỏi", "report-field-sum-questions", asked),
        ("câu_chưa_có_số_liệu", "report-field-sum-gaps", missing),
    ];
    let field = |(name, meaning, value): (&str, &str, String)| Field {
        name: name.to_owned(),
        value,
        meaning: p.word(meaning),
    };
    all.into_iter().map(field).collect()
}
