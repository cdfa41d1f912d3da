/** Who speaks: the call centre, the one who calls, or nobody said. */
export type Role = 'agent' | 'caller' | 'unknown';

/** What one side of a call said without being interrupted. */
export interface Turn {
  /** Any usual word for a side (agent, bot, assistant, Mitarbeiter; caller, user, Kundin, Anrufer). */
  readonly role: string;
  readonly text: string;
}

/** Words before a colon, and roles of turns, that say which side speaks; folded. */
const sides: Readonly<Record<Exclude<Role, 'unknown'>, readonly string[]>> = {
  agent: (
    'agent agentin bot assistant assistent assistentin mitarbeiter mitarbeiterin berater beraterin system ki ai ' +
    'operator rezeption praxis service representative clinic'
  ).split(' '),
  caller: 'anrufer anruferin caller user kunde kundin customer client patient patientin human'.split(' '),
};

const roles = new Map<string, Role>([
  ...sides.agent.map((word) => [word, 'agent'] as const),
  ...sides.caller.map((word) => [word, 'caller'] as const),
]);

/** The side that a label names; `unknown` for labels that name none (Sprecher 1). */
export const roleOf = (label: string): Role => roles.get(label.trim().toLowerCase()) ?? 'unknown';

const labels = [...roles.keys(), 'sprecher', 'speaker'].sort((a, b) => b.length - a.length).join('|');

/** A label of a speaker at the start of a line or of a sentence. */
export const speakerLabel = new RegExp(
  `(?<=^|[\\n\\r.?!…]\\s{0,3})[ \\t*>-]{0,4}(${labels})( ?\\d)?\\*{0,2}[ \\t]?:[ \\t]*`,
  'giu',
);
