//! Whose claim a statement is, in words: the report's own voice, somebody unnamed, or a name.

import { t } from '../i18n'
import { plain } from './text'

/** Who speaks: the source where a report speaks in its own voice, else the holder. */
export function speaker(s: { holder: string; holder_text?: string | null; source: string | null }): string {
  return s.holder === 'report' ? plain(s.source) || t('source.unknown') : holderWords(s)
}

/** Where it is said: "in its own voice", or "quoted by Inland Wire". */
export function voiceWords(s: { holder: string; source: string | null }): string {
  return s.holder === 'report' ? t('holder.own_voice') : t('holder.in', { source: plain(s.source) || t('source.unknown') })
}

/** "The report itself", "Somebody unnamed (two diplomats)", "JNIM". */
export function holderWords(s: { holder: string; holder_text?: string | null; source?: string | null }): string {
  const said = plain(s.holder_text).trim()
  if (s.holder === 'report') return t('holder.report')
  if (s.holder === 'unnamed') return said.length > 3 ? t('holder.unnamed_as', { words: said }) : t('holder.unnamed')
  return plain(s.holder)
}
