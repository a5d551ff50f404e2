//! `loaban report`, as it is typed.

use super::*;

#[tokio::test]
async fn a_report_is_filed_by_place_and_month() {
    let desk = Desk::new();
    assert!(desk.refusal("report 2026-09").await.contains("Chưa có địa bàn"));
    desk.json("place import @places.csv").await;
    let done = desk.json("report 2025-12 --out @out").await;
    assert_eq!(
        done["files"],
        serde_json::json!([desk.path("out/loaban-lc-2025-12.html"), desk.path("out/loaban-lc-2025-12.json")])
    );
    let read = |name: &str| fs::read_to_string(desk.path(name)).unwrap();
    let json: Value = serde_json::from_str(&read("out/loaban-lc-2025-12.json")).unwrap();
    assert_eq!((&json["schema"], &json["place"]["code"]), (&1.into(), &"lc".into()));
    let first = read("out/loaban-lc-2025-12.json");
    desk.json("report 2025-12 --out @out --format json --place lc").await;
    assert_eq!(read("out/loaban-lc-2025-12.json"), first);

    assert_eq!(desk.code("report 2025-13").await, 2);
    let made = desk.json("report 2025-12 --out @out --format xlsx,csv --place lc").await;
    assert_eq!(made["files"].as_array().unwrap().len(), 2, "{made}");
    assert!(desk.types("report filed").await.1.contains("Chưa có báo cáo nào được lưu"));
    assert!(desk.refusal("report compare 2025-12 --place lc").await.contains("chưa có báo cáo đã lưu"));
    // Communes' figures add up without a database; the same file twice does not.
    desk.json("report 2025-12 --out @out --format json --place lc-binhlu").await;
    desk.json("report 2025-12 --out @out --format json --place lc-banbo").await;
    let (one, other) = ("@out/loaban-lc-binhlu-2025-12.json", "@out/loaban-lc-banbo-2025-12.json");
    let merged = desk.json(&format!("report merge {one} {other} --out @out")).await;
    assert_eq!(merged["merged"], 2, "{merged}");
    assert!(merged["files"][0].as_str().unwrap().ends_with("loaban-gop-2025-12.json"), "{merged}");
    assert!(desk.refusal(&format!("report merge {one} {one} --out @out")).await.contains("lc-binhlu"));
    assert!(desk.refusal("report merge @out/none.json").await.contains("Không đọc được"));
    let made = desk.json("report 2025-12 --out @out --format docx --place lc").await;
    assert_eq!(made["files"].as_array().unwrap().len(), 1, "{made}");
    // The document is a form, too: it has no fields.
    let filled =
        desk.json("report 2025-12 --place lc --out @out --template @out/loaban-lc-2025-12.docx").await;
    assert_eq!((&filled["filled"], &filled["unknown"]), (&0.into(), &serde_json::json!([])), "{filled}");
    let refusal = desk.refusal("report 2025-12 --place lc --template @out/loaban-lc-2025-12.json").await;
    assert!(refusal.contains("không phải tệp Word"), "{refusal}");
    // What stands where its author writes is kept; an empty draft says nothing, neither that it was handed in.
    let draft = "@out/loaban-lc-2025-12.docx";
    let other = desk.refusal(&format!("report keep 2025-12 {draft} --place lc-binhlu")).await;
    assert!(other.contains("là bản thảo báo cáo tháng 12/2025 của lc"), "{other}");
    let empty = desk.refusal(&format!("report keep 2025-12 {draft} --place lc")).await;
    assert!(empty.contains("còn để trống"), "{empty}");
    writes(&desk.path("out/loaban-lc-2025-12.docx"), "Bà con yên tâm.");
    let kept = desk.json(&format!("report keep 2025-12 {draft} --place lc")).await;
    assert_eq!(
        kept,
        serde_json::json!({ "place": "lc", "period": "2025-12", "version": 1, "kept": ["mood"], "handed_in": true })
    );
    let (_, said, _) = desk.types(&format!("report keep 2025-12 {draft} --place lc")).await;
    assert!(said.contains("Đã giữ phần lời ở 1 mục của báo cáo tháng 12/2025, cùng bản lưu số 1."), "{said}");
    assert!(said.contains("đã ghi là nộp rồi"), "{said}");
    let running = format!("report keep {} {draft} --place lc", running_month());
    assert!(desk.refusal(&running).await.contains("chưa hết"));
    for (file, why) in
        [("@out/loaban-lc-2025-12.json", "không phải tệp Word"), ("@none.docx", "Không đọc được")]
    {
        let refusal = desk.refusal(&format!("report keep 2025-12 {file} --place lc")).await;
        assert!(refusal.contains(why), "{refusal}");
    }
    assert!(desk.types("doctor --acts 9").await.1.contains("nộp báo cáo"));
    assert!(desk.types("report fields").await.1.contains("{{gửi_tin}}"));
    assert!(desk.refusal("report 2999-01").await.contains("chưa bắt đầu"));
    let none = desk.types("report due 2025-12 --place lc --out @due").await;
    assert!(none.0 == 0 && none.1.contains("không có tin nào có hạn"), "{}", none.1);
    assert!(!Path::new(&desk.path("due")).exists(), "of nothing there is no file");
    assert!(desk.refusal("report due 2999-01").await.contains("chưa bắt đầu"));
    assert!(desk.refusal("report 2025-12 --place lc-binhluu").await.contains("lc-binhlu"));
    fs::write(desk.path("second.csv"), "code,name,kind,parent\nqn,Tỉnh Mẫu,province,\n").unwrap();
    desk.json("place import @second.csv").await;
    let (code, text, _) = desk.types("report 2025-12").await;
    assert_eq!(code, 2);
    assert!(text.contains("lc (Tỉnh Lai Châu), qn (Tỉnh Mẫu)"), "{text}");
}
