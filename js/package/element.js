// <virt-lab>: the page in a frame, as an element. Attributes say what is shown; events tell what happens. It is the
// protocol of docs/embedding.md, and needs nothing of the library.
//
//   <script type="module" src="virtlab/element.js"></script>
//   <virt-lab exercise="first-start" lang="en"></virt-lab>

const VIEWS = { lesson: "lessons", exercise: "exercises", listing: "listings", walkthrough: "walkthroughs" };
const ATTRIBUTES = ["page", "view", ...Object.keys(VIEWS), "link", "journal", "readonly", "lang", "theme", "title"];

export class VirtLab extends HTMLElement {
  static observedAttributes = ATTRIBUTES;
  #frame;
  #asked = [];
  #ready = false;
  #hear = (event) => this.#heard(event);

  connectedCallback() {
    window.addEventListener("message", this.#hear);
    this.#frame = document.createElement("iframe");
    this.#frame.allow = "clipboard-write";
    const style = document.createElement("style");
    style.textContent = ":host { display: block; height: 600px } iframe { width: 100%; height: 100%; border: 1px solid #8888; border-radius: 8px; box-sizing: border-box }";
    (this.shadowRoot ?? this.attachShadow({ mode: "open" })).replaceChildren(style, this.#frame);
    this.#show();
  }

  disconnectedCallback() {
    window.removeEventListener("message", this.#hear);
    this.#frame = undefined;
  }

  attributeChangedCallback(_name, old, value) {
    if (this.#frame && old !== value) this.#show();
  }

  /** Makes a call, given as `virDomainCreate(dom1)`. */
  perform(call) {
    this.#ask({ do: "perform", call });
  }

  /** Looks at the moment after so many steps. */
  seek(to) {
    this.#ask({ do: "step", to });
  }

  /** Begins with a session: a link, its token, or the text of a session's file. */
  open(session) {
    this.#ask({ do: "open", session });
  }

  /** The session as a link's token. */
  session() {
    const answer = new Promise((resolve) => this.addEventListener("virtlab-session", (event) => resolve(event.detail.session), { once: true }));
    this.#ask({ do: "session" });
    return answer;
  }

  get #address() {
    const page = new URL(this.getAttribute("page") ?? new URL("page/", import.meta.url), document.baseURI);
    const chosen = Object.keys(VIEWS).find((name) => this.hasAttribute(name));
    const link = this.getAttribute("link")?.split("#/s/").at(-1);
    let path = this.getAttribute("view") ?? "lab";
    if (chosen) path = `${VIEWS[chosen]}/${encodeURIComponent(this.getAttribute(chosen))}`;
    if (link) path = `s/${link}`;
    const options = new URLSearchParams();
    for (const name of ["lang", "theme"]) if (this.getAttribute(name)) options.set(name, this.getAttribute(name));
    if (this.hasAttribute("readonly")) options.set("readonly", "");
    page.hash = `/embed/${path}?${options}`;
    return page.href;
  }

  #show() {
    this.#ready = false;
    this.#frame.title = this.getAttribute("title") ?? "virtlab";
    // Another `#` alone would not load the page again, and what is embedded is chosen when it loads.
    const fresh = this.#frame.cloneNode();
    fresh.src = this.#address;
    this.#frame.replaceWith(fresh);
    this.#frame = fresh;
    this.#asked = this.hasAttribute("journal") ? [{ do: "open", session: this.getAttribute("journal") }] : [];
  }

  #ask(wish) {
    if (this.#ready) this.#frame.contentWindow.postMessage({ virtlab: 1, ...wish }, "*");
    else this.#asked.push(wish);
  }

  #heard(event) {
    if (!this.#frame || event.source !== this.#frame.contentWindow || event.data?.virtlab !== 1) return;
    const { virtlab, type, ...detail } = event.data;
    if (type === "ready") {
      this.#ready = true;
      for (const wish of this.#asked.splice(0)) this.#ask(wish);
    }
    this.dispatchEvent(new CustomEvent(`virtlab-${type}`, { detail, bubbles: true }));
  }
}

customElements.define("virt-lab", VirtLab);
