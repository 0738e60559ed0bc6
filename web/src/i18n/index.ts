//! The interface's words in the reader's language. Both tables have the same keys, or the build's type check fails.
//!
//! `t('overview.lede', { n: 59 })` fills `{n}`; where a message has `one` and `other`, `n` chooses by the language's rule.

import { settings } from '../lib/settings.svelte'
import { en } from './en'
import { fr } from './fr'

/** A message that depends on a number. */
export interface Plural {
  one: string
  other: string
}

/** The shape every table must have: the keys of the English one. */
export type Messages = { readonly [K in keyof typeof en]: (typeof en)[K] extends string ? string : Plural }
export type Key = keyof Messages

const tables: Record<'en' | 'fr', Messages> = { en, fr }
const plurals = { en: new Intl.PluralRules('en'), fr: new Intl.PluralRules('fr') }
const numbers = { en: new Intl.NumberFormat('en-GB'), fr: new Intl.NumberFormat('fr-FR') }

/** A number as the reader's language writes it. */
export function num(value: number): string {
  return numbers[settings.lang].format(value)
}

/** A share in whole percent. */
export function percent(share: number): string {
  return new Intl.NumberFormat(settings.lang === 'fr' ? 'fr-FR' : 'en-GB', { style: 'percent' }).format(share)
}

/** A message with its gaps filled. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const message = tables[settings.lang][key]
  const n = values.n
  const text =
    typeof message === 'string' ? message : plurals[settings.lang].select(typeof n === 'number' ? n : 2) === 'one' ? message.one : message.other
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = values[name]
    return value === undefined ? gap : typeof value === 'number' ? num(value) : value
  })
}

/** The words for a code of the contract, such as `word('type', 'assault')`; an unknown code is shown as it is. */
export function word(group: string, code: string | null | undefined): string {
  if (!code) return ''
  const message = (tables[settings.lang] as Record<string, string | Plural>)[`${group}.${code}`]
  return typeof message === 'string' ? message : code.replaceAll('_', ' ')
}

/** What two readers differ on, such as "toll: killed", in the reader's language. */
export function differWords(what: string): string {
  const [head = '', ...rest] = what.split(': ')
  const of = rest.join(': ')
  return of ? `${word('differ', head)}: ${head === 'toll' ? word('measure', of) : of}` : word('differ', head)
}

/** A country's name by its two letters. */
export function country(code: string | null | undefined): string {
  if (!code) return ''
  if (!/^[A-Z]{2}$/.test(code)) return code
  try {
    return new Intl.DisplayNames(settings.lang, { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}
