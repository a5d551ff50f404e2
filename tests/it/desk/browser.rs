//! A browser that has no scripts: it keeps the cookie, follows where it is sent, and fills in the forms that it sees.

use crate::world::World;
use crate::world::phones::Phone;
use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, Response, redirect};

/// Somebody's browser.
pub struct Browser {
    client: Client,
    door: String,
    pub cookie: String,
}

/// What it shows.
pub struct Shown {
    pub status: u16,
    pub html: String,
    pub headers: reqwest::header::HeaderMap,
}

impl Browser {
    pub fn new(world: &World) -> Browser {
        let client = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        Browser { client, door: format!("http://{}", world.app().address()), cookie: String::new() }
    }

    /// One that came in by a link of the chat.
    pub async fn of(world: &World, phone: &Phone) -> Browser {
        let mut browser = Browser::new(world);
        let path = link_of(world, phone).await;
        browser.opens(&path).await;
        let shown = browser.sends(&path, &[]).await;
        assert_eq!(shown.status, 200, "{}", shown.html);
        browser
    }

    /// A page by its path.
    pub async fn opens(&self, path: &str) -> Shown {
        let request = self.client.get(format!("{}{path}", self.door)).header(COOKIE, &self.cookie);
        show(request.send().await.unwrap()).await
    }

    /// A form with these fields, and the page that comes of it.
    pub async fn sends(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let door = self.door.clone();
        self.sends_from(&door, path, fields).await
    }

    /// The same from a page of somebody else's.
    pub async fn sends_from(&mut self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Shown {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = self.client.post(format!("{}{path}", self.door)).header(COOKIE, &self.cookie);
        let request =
            request.header(ORIGIN, origin).header("content-type", "application/x-www-form-urlencoded");
        let response = request.body(body.join("&")).send().await.unwrap();
        if let Some(kept) = response.headers().get(SET_COOKIE) {
            kept.to_str().unwrap().split(';').next().unwrap().clone_into(&mut self.cookie);
        }
        match response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned) {
            Some(to) => self.opens(&to).await,
            None => show(response).await,
        }
    }

    /// The form of a page that has this button, with what is filled in.
    pub async fn presses(&mut self, shown: &Shown, button: &str, filled: &[(&str, &str)]) -> Shown {
        let form = shown.form(button).unwrap_or_else(|| panic!("no “{button}” on:\n{}", shown.html));
        let mut fields: Vec<(&str, &str)> =
            form.hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        fields.extend(filled);
        self.sends(&form.action, &fields).await
    }
}

async fn show(response: Response) -> Shown {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Shown { status, headers, html: response.text().await.unwrap() }
}

fn encoded(value: &str) -> String {
    value.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// The path of a new link from the chat.
pub async fn link_of(world: &World, phone: &Phone) -> String {
    let told = world.told(phone, "/trang", "dùng một lần").await;
    let url = told.text.lines().find(|line| line.starts_with("http")).expect("an address");
    url.strip_prefix(crate::world::PUBLIC).unwrap_or(url).to_owned()
}

/// A form as it stands on a page.
pub struct Form {
    pub action: String,
    hidden: Vec<(String, String)>,
}

impl Form {
    /// What stands in a field that nobody sees.
    pub fn field(&self, name: &str) -> String {
        self.hidden.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()).unwrap()
    }
}

impl Shown {
    /// The form that has a button with these words.
    pub fn form(&self, button: &str) -> Option<Form> {
        let forms = self.html.split("<form ").skip(1).filter_map(|rest| rest.split_once("</form>"));
        let form = forms.map(|(form, _)| form).find(|form| form.contains(&format!(">{button}</button>")))?;
        let of = |tag: &str, name: &str| {
            tag.split_once(&format!("{name}=\"")).map(|(_, rest)| rest.split('"').next().unwrap().to_owned())
        };
        let hidden = form
            .split("<input type=\"hidden\" ")
            .skip(1)
            .map(|tag| (of(tag, "name").unwrap(), of(tag, "value").unwrap()));
        Some(Form { action: of(form, "action").unwrap(), hidden: hidden.collect() })
    }

    /// What somebody reads on it.
    pub fn words(&self) -> String {
        let body = self.html.split_once("<body>").map_or("", |(_, body)| body);
        let mut text = String::new();
        let mut inside = false;
        for letter in body.chars() {
            match letter {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    text.push(' ');
                }
                _ if !inside => text.push(letter),
                _ => {}
            }
        }
        let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
}
