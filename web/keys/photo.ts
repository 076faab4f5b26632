/** Reads the square on a recovery sheet out of a picture. The picture stays in the browser. */

import { decodeQR } from "qr/decode.js";

/** No square could be read in the picture. */
export class NoSquare extends Error {
  override name = "NoSquare";
}

/** A telephone's camera makes far more than a square needs. */
const LARGEST = 1600;
const PATIENCE_MS = 4000;

/** The text in the square: for a recovery sheet its key. */
export const readSquare = async (picture: Blob): Promise<string> => {
  const image = await createImageBitmap(picture).catch(() => {
    throw new NoSquare("it is no picture that this browser reads");
  });
  for (const largest of [LARGEST, LARGEST / 2, LARGEST * 2]) {
    try {
      return decodeQR(pixelsOf(image, largest), { timeLimit: PATIENCE_MS });
    } catch {
      // At another size the same square may be found.
    }
  }
  throw new NoSquare("there is no square in it that can be read");
};

const pixelsOf = (image: ImageBitmap, largest: number): ImageData => {
  const scale = Math.min(1, largest / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const drawing = canvas.getContext("2d");
  if (!drawing) throw new NoSquare("this browser draws nothing");
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
  return drawing.getImageData(0, 0, canvas.width, canvas.height);
};
