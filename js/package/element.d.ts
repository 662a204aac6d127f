/** `<virt-lab>`: the page in a frame. Its events are `virtlab-ready`, `virtlab-step`, `virtlab-goal`, `virtlab-problem`. */
export declare class VirtLab extends HTMLElement {
  /** Makes a call, given as `virDomainCreate(dom1)`. */
  perform(call: string): void;
  /** Looks at the moment after so many steps. */
  seek(to: number): void;
  /** Begins with a session: a link, its token, or the text of a session's file. */
  open(session: string): void;
  /** The session as a link's token. */
  session(): Promise<string>;
}
declare global {
  interface HTMLElementTagNameMap {
    "virt-lab": VirtLab;
  }
}
