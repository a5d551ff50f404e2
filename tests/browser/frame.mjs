// Headless Chromium around one page: what it may ask for, what it must not show, and how a person finds things in it.

import { chromium } from "playwright-core";
import axe from "axe-core";
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const SCREENS = new URL("../../target/screens/", import.meta.url).pathname;

/** Starts the browser that the machine has. */
export function startBrowser() {
  rmSync(SCREENS, { recursive: true, force: true });
  mkdirSync(SCREENS, { recursive: true });
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: FLAGS, timeout: 60_000 });
}

/** A program that prints `open http://…` and serves a page there. */
export function program(file, args) {
  let child, ended;
  const self = { address: undefined, start, stop };

  async function start() {
    child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
    ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(code ?? signal));
    });
    const said = new Promise((resolve) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const found = line.match(/^open (http:\/\/\S+)$/);
        if (found) resolve(found[1]);
      });
    });
    const silent = ended.then(() => undefined);
    self.address = await within(60, `the line "open http://…" of ${file}`, Promise.race([said, silent]));
    if (!self.address) throw new Error(`${file} ended (${await ended}) without printing "open http://…"`);
  }

  /** Asks it to end; gives its exit code, or what ended it. */
  async function stop() {
    if (!child) return undefined;
    child.kill("SIGTERM");
    return within(10, `the end of ${file}`, ended).finally(() => child.kill("SIGKILL"));
  }

  return self;
}

/** Rejects with a sentence when `work` takes longer. */
export function within(seconds, what, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${seconds} s for ${what}`)), seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * One window. Requests that leave loopback are stopped and written down in `strays`,
 * what the page complains about in its console in `complaints`.
 */
export async function openWindow(browser, width) {
  const context = await browser.newContext({ viewport: { width, height: width < 600 ? 740 : 900 }, locale: "vi-VN", reducedMotion: "reduce" });
  context.setDefaultTimeout(10_000);
  const strays = [], complaints = [];
  await context.route((url) => !isLoopback(url), (route) => route.abort());
  context.on("request", (request) => { if (!isLoopback(new URL(request.url()))) strays.push(request.url()); });
  context.on("page", (page) => page.on("websocket", (socket) => {
    if (!isLoopback(new URL(socket.url()))) strays.push(socket.url());
  }));
  context.on("weberror", (error) => complaints.push(error.error().message));
  context.on("console", (line) => { if (line.type() === "error") complaints.push(line.text()); });
  const page = await context.newPage();
  return { page, width, narrow: width < 600, strays, complaints, close: () => context.close() };
}

function isLoopback(url) {
  if (["data:", "blob:", "about:"].includes(url.protocol)) return true;
  return ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
}

/** Serious and critical findings of axe-core, each with the places it was found in. */
export async function findings(page) {
  for (const frame of page.frames()) await frame.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, help, nodes }) => `${id} (${impact}): ${help}: ${nodes.map((n) => n.target.join(" ")).join(", ")}`);
}

/** How many pixels the page is wider than its window. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What every view of every page must satisfy; keeps a picture of it first, so that a failure can be seen. */
export async function inspect(window, name, page = window.page) {
  const { width, strays, complaints } = window;
  await page.screenshot({ path: `${SCREENS}${width}-${name}.png`, fullPage: true, animations: "disabled" });
  const faults = [
    ...strays.splice(0).map((url) => `the page asked for ${url}, outside this machine`),
    ...complaints.splice(0).map((text) => `the page complained: ${text}`),
    ...await findings(page),
  ];
  const wide = await overflow(page);
  if (wide > 0) faults.push(`the page is ${wide} px wider than a window of ${width} px`);
  if (faults.length) throw new Error(`view "${name}":\n  ${faults.join("\n  ")}`);
}

/**
 * Runs named steps in order, prints each, and counts; after a failure the rest cannot be reached and counts as failed.
 * What the window showed at the failure is kept as a picture.
 */
export async function runSteps(title, steps, window) {
  const count = { passed: 0, failed: 0 };
  for (const [name, work] of steps) {
    if (count.failed) {
      count.failed += 1;
      console.log(`FAILED  ${title}: ${name} (not reached)`);
      continue;
    }
    try {
      await within(120, name, work());
      count.passed += 1;
      console.log(`ok      ${title}: ${name}`);
    } catch (error) {
      count.failed += 1;
      console.log(`FAILED  ${title}: ${name}\n${error.stack ?? error}`);
      await window?.page.screenshot({ path: `${SCREENS}${window.width}-failed.png` }).catch(() => {});
    }
  }
  return count;
}
