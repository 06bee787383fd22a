// The peer: Node's V8 on the same modules. Reads commands, one a line; answers each with a line.
//   load NAME BASE64   compiles and instantiates a module without imports       -> ok
//   run NAME ARG       calls its export "invoke" once                            -> milliseconds, and how it ended
import readline from 'node:readline';
const instances = new Map();
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [command, name, argument] = line.split(' ');
  let answer = 'ok';
  try {
    if (command === 'load') {
      instances.set(name, new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(argument, 'base64')), {}));
    } else {
      const { invoke } = instances.get(name).exports;
      const start = performance.now();
      let end = 'returned';
      try { invoke(Number(argument)); } catch (error) { end = 'trapped'; }
      answer = `${performance.now() - start} ${end}`;
    }
  } catch (error) {
    answer = `refused ${error.message}`.replaceAll('\n', ' ');
  }
  console.log(answer);
}
