/** Reads the square on a sheet: by the camera, or out of a photo. Neither picture leaves the page. */

import { decodeQR } from "qr/decode.js";
import { NoSquare, readSquare } from "../keys/photo.ts";
import { byId, say, show } from "./dom.ts";
import { words } from "./words.ts";

const EVERY_MS = 250;
const LOOK_MS = 120; // for one picture of the camera: the page stays quick
const WIDEST = 960;

export class Scan {
  readonly #video = byId<HTMLVideoElement>("scan-video");
  readonly #photo = byId<HTMLInputElement>("scan-photo");
  readonly #canvas = document.createElement("canvas");
  #camera: MediaStream | null = null;
  #timer = 0;

  /** `read` gets the text of a square, and says whether it was the one. */
  constructor(readonly read: (square: string) => Promise<boolean>) {
    byId("scan-open").onclick = () => void this.#open();
    byId("scan-close").onclick = () => this.close();
    this.#photo.onchange = () => void this.#readPhoto();
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const track of this.#camera?.getTracks() ?? []) track.stop();
    this.#camera = null;
    this.#video.srcObject = null;
    this.#photo.value = "";
    say("scan-error", null);
    show(byId("scan"), false);
    show(byId("scan-open"), true);
  }

  async #open(): Promise<void> {
    show(byId("scan"), true);
    show(byId("scan-open"), false);
    show(this.#video, false);
    this.#photo.focus();
    try {
      this.#camera = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1280 } },
        audio: false,
      });
      if (byId("scan").hidden) return this.close(); // closed while the browser asked
      this.#video.srcObject = this.#camera;
      await this.#video.play();
    } catch {
      return say("scan-error", words("no-camera"));
    }
    show(this.#video, true);
    this.#look();
  }

  #look(): void {
    this.#timer = window.setTimeout(async () => {
      const square = this.#inPicture();
      if (square !== null && (await this.read(square))) return this.close();
      if (this.#camera) this.#look();
    }, EVERY_MS);
  }

  #inPicture(): string | null {
    const { videoWidth, videoHeight } = this.#video;
    const scale = Math.min(1, WIDEST / Math.max(videoWidth, 1));
    this.#canvas.width = Math.max(1, Math.round(videoWidth * scale));
    this.#canvas.height = Math.max(1, Math.round(videoHeight * scale));
    const drawing = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (!drawing) return null;
    const { width, height } = this.#canvas;
    drawing.drawImage(this.#video, 0, 0, width, height);
    try {
      return decodeQR(drawing.getImageData(0, 0, width, height), { timeLimit: LOOK_MS });
    } catch {
      return null; // none in it yet
    }
  }

  async #readPhoto(): Promise<void> {
    const picture = this.#photo.files?.[0];
    if (!picture) return;
    try {
      if (await this.read(await readSquare(picture))) return this.close();
    } catch (error) {
      if (!(error instanceof NoSquare)) throw error;
      say("scan-error", words("no-square"));
    }
    this.#photo.value = "";
  }
}
