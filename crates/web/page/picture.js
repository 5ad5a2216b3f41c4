/** Shows numbers as a picture: `grey` gives the brightness of each, from 0 to 255. */
export function show(canvas, height, width, grey) {
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  for (let i = 0; i < height * width; i += 1) {
    const level = grey(i);
    image.data.set([level, level, level, 255], 4 * i);
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** A canvas with a picture, whose pixels are squares of `pixel` each way. */
export function picture(label, pixel, height, width, grey) {
  const canvas = document.createElement("canvas");
  show(canvas, height, width, grey);
  canvas.style.width = `${width * pixel}px`;
  canvas.style.maxWidth = "100%";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  return canvas;
}

/** A `grey` for numbers of any range: light for the least and dark for the largest. */
export function darkIsHigh(numbers) {
  const least = Math.min(...numbers);
  const range = Math.max(...numbers) - least || 1;
  return (i) => Math.round(255 * (1 - (numbers[i] - least) / range));
}
