/** A text as written and as worse speech recognition delivers it: without capitals and punctuation, with words lost. */
export function deteriorated(text: string, seed: number): string[] {
  const plain = text
    .split('\n')
    .map((line) => {
      const label = /^(?:agent|bot|anrufer|kunde): /i.exec(line)?.[0] ?? '';
      return (
        label +
        line
          .slice(label.length)
          .toLowerCase()
          .replace(/[,!?…:]|\.(?=\s|$)/g, '')
      );
    })
    .join('\n');
  let state = seed * 2654435761;
  const random = () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
  const lossy = (whole: string) =>
    whole
      .split('\n')
      .map((line) =>
        line
          .split(' ')
          .filter((word) => word.endsWith(':') || random() > 0.06)
          .join(' '),
      )
      .join('\n');
  return [text, plain, lossy(text), lossy(plain)];
}
