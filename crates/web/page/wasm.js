// The compiled crate: its exports take bytes and numbers and return JSON or bytes. See
// crates/web/src/exports.rs.

/** The bytes of a file of the page's folder, unpacked if they are gzipped. */
export async function fetched(name) {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  // A host may have unpacked it already.
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first !== 0x1f || second !== 0x8b) return new Uint8Array(bytes);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** What there is in the page's folder: models.json. */
export async function listed() {
  return JSON.parse(new TextDecoder().decode(await fetched("models.json")));
}

/** Gives the crate a set of images and labels by one of its exports, and returns what went wrong. */
export async function give(wasm, name, files) {
  return wasm.call(name, await Promise.all(files.map(fetched))).error;
}

/** Compiles the crate. */
export async function compiled(name) {
  const { instance } = await WebAssembly.instantiate(await fetched(name));
  const wasm = instance.exports;
  const decoder = new TextDecoder();

  /** Calls an export and returns a view of its bytes, which the next call overwrites. */
  function bytesOf(name, ...numbers) {
    const length = wasm[name](...numbers);
    return new Uint8Array(wasm.memory.buffer, wasm.result(), length);
  }

  /** Calls an export, with bytes if it takes some (`parts`, one after the other). */
  function call(name, parts, ...numbers) {
    if (parts) {
      let place = wasm.room(parts.reduce((sum, part) => sum + part.length, 0));
      for (const part of parts) {
        new Uint8Array(wasm.memory.buffer, place, part.length).set(part);
        place += part.length;
      }
    }
    return JSON.parse(decoder.decode(bytesOf(name, ...numbers)));
  }

  return { call, bytesOf, memory: () => wasm.memory.buffer.byteLength };
}

/** Lets messages come in before work goes on. */
export function breathe() {
  return new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      go();
    };
    port2.postMessage(null);
  });
}
