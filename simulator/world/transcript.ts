import { pick } from '../random/distributions.ts';
import type { Uniform } from '../random/stream.ts';
import type { Service } from './services.ts';
import type { Claims } from './spokenIdentity.ts';

export type Purpose = 'booking' | 'change' | 'question' | 'complaint' | 'other';

const wishes: Readonly<Record<Purpose, readonly string[]>> = {
  booking: ['Ich hätte gern einen Termin für', 'Ich bräuchte einen Termin für'],
  change: ['Ich muss meinen Termin verschieben, es geht um', 'Ich kann leider nicht kommen, es geht um'],
  question: ['Ich habe eine Frage zur Rechnung für', 'Ich wollte nachfragen wegen'],
  complaint: ['Ich möchte mich beschweren, es geht um', 'Ich bin gar nicht zufrieden mit'],
  other: ['Ich rufe an wegen', 'Ich wollte mich erkundigen nach'],
};

/** What the speech system wrote down: holds the claims as heard, never the truth. */
export function transcriptOf(random: Uniform, claims: Claims, purpose: Purpose, service: Service): string {
  const heard = claims.name ?? [claims.givenName, claims.familyName].filter(Boolean).join(' ');
  const opening =
    heard === ''
      ? 'Guten Tag.'
      : pick(random, [`Guten Tag, ${heard}.`, `Hier ist ${heard}.`, `${heard} mein Name.`]);
  const lines = [
    'Bot: Gesundheitszentrum, guten Tag. Wie ist Ihr Name und was kann ich für Sie tun?',
    `Anrufer: ${opening} ${pick(random, wishes[purpose])} ${pick(random, service.spokenReasons)}.`,
  ];
  if (claims.dateOfBirth !== undefined)
    lines.push('Bot: Ihr Geburtsdatum bitte?', `Anrufer: ${claims.dateOfBirth}.`);
  if (claims.email !== undefined) lines.push('Bot: Und Ihre E-Mail-Adresse?', `Anrufer: ${claims.email}.`);
  return lines.join('\n');
}
