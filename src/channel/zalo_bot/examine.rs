//! The account's state for `doctor`, in words for an operator.

use super::{Answer, Me, TEXT_WAIT, ZaloBot};
use anyhow::{Result, anyhow};
use serde_json::{Value, json};

impl ZaloBot {
    /// Asks anew, looks at the webhook, and has the platform call it.
    pub async fn examine(&self) -> Result<String> {
        let me = match self.post("getMe", &json!({}), TEXT_WAIT).await {
            Answer::Ok(me) => Me::read(&me),
            Answer::Refused { code: 401, .. } => {
                return Err(anyhow!("Zalo không nhận token (401); lấy token mới trong Zalo Bot Creator"));
            }
            Answer::Refused { code, .. } => return Err(anyhow!("Zalo từ chối getMe ({code})")),
            Answer::Failed(_) => return Err(anyhow!("không tới được Zalo")),
        };
        let name = name(&me);
        let set = match self.post("getWebhookInfo", &json!({}), TEXT_WAIT).await {
            Answer::Ok(hook) => hook["url"].as_str().unwrap_or_default().to_owned(),
            Answer::Refused { code: 404, .. } => String::new(),
            Answer::Refused { code, .. } => {
                return Err(anyhow!("{name}: Zalo từ chối getWebhookInfo ({code})"));
            }
            Answer::Failed(_) => {
                return Err(anyhow!("{name}: không hỏi được Zalo về webhook"));
            }
        };
        match &self.0.webhook {
            None if !set.is_empty() => Err(anyhow!(
                "{name}: Zalo đang gửi tới một webhook dù receive = \"poll\"; `loaban run` sẽ gỡ webhook đó"
            )),
            None => Ok(format!("{name}{}", about_groups(&me))),
            Some((ours, _)) if *ours != set => {
                Err(anyhow!("{name}: webhook ở Zalo không phải của máy này; `loaban run` sẽ đặt lại"))
            }
            Some(_) => match self.verification().await {
                Value::Null => Ok(format!("{name}{}; Zalo không cho thử webhook lúc này", about_groups(&me))),
                found if found["ok"] == false => Err(anyhow!("{name}: {}", trouble(&found))),
                _ => Ok(format!("{name}{}; Zalo gọi được webhook", about_groups(&me))),
            },
        }
    }

    /// What the platform finds when it calls our webhook; null where it will not try. `testWebhook` is made for
    /// that but has a daily allowance; setting the same address once more is tried as well.
    async fn verification(&self) -> Value {
        if let Answer::Ok(found) = self.post("testWebhook", &json!({}), TEXT_WAIT).await
            && found["ok"].is_boolean()
        {
            return found;
        }
        match self.set_webhook().await {
            Ok(found) if found["ok"].is_boolean() => found,
            _ => self.0.verified.get().cloned().unwrap_or_default(),
        }
    }
}

fn name(me: &Me) -> String {
    let name = if me.display_name.is_empty() { &me.account_name } else { &me.display_name };
    if me.id.is_empty() { name.clone() } else { format!("{name} (https://zalo.me/{})", me.id) }
}

fn about_groups(me: &Me) -> &'static str {
    match me.can_join_groups {
        Some(false) => "; Zalo chưa cho bot này vào nhóm",
        _ => "",
    }
}

/// What stands between the platform and our webhook, and what to do (zalo.md 1.6).
fn trouble(found: &Value) -> String {
    let outcome = found["outcome"].as_str().unwrap_or_default();
    let status = found["status_code"].as_i64().map(|s| format!(" (HTTP {s})")).unwrap_or_default();
    let what = match outcome {
        "webhook.http.403" => {
            "bị chặn; tường lửa hay Cloudflare phải cho qua người gọi tên Java/… tới /hook/"
        }
        "webhook.http.404" => "không thấy đường dẫn; máy chủ đứng trước phải chuyển /hook/ về loaban",
        "webhook.http.401" => "sai mật khẩu webhook; chạy lại `loaban run` để đặt lại",
        "webhook.http.5xx" => "máy chủ báo lỗi; loaban có đang chạy không?",
        "webhook.err.tls" => "chứng chỉ HTTPS hỏng hoặc thiếu chứng chỉ trung gian",
        "webhook.err.dns" => "không tìm ra tên miền trong public_url",
        "webhook.err.timeout" => "không trả lời kịp",
        "webhook.err.unreachable" | "webhook.err.blocked" => {
            "không tới được; public_url phải mở ra Internet bằng HTTPS"
        }
        _ => "không nhận",
    };
    let said: String = outcome.chars().filter(char::is_ascii_graphic).take(60).collect();
    format!("Zalo gọi thử webhook: {what}{status} [{said}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_of_a_verification_says_what_to_do() {
        let outcomes = [
            "http.403",
            "http.404",
            "http.401",
            "http.5xx",
            "http.other",
            "err.tls",
            "err.unreachable",
            "err.dns",
            "err.timeout",
            "err.blocked",
        ];
        let lines: Vec<String> = outcomes
            .iter()
            .map(|o| trouble(&json!({"ok": false, "outcome": format!("webhook.{o}")})))
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
        assert!(trouble(&json!({"status_code": 403, "outcome": "webhook.http.403"})).contains("HTTP 403"));
    }
}
