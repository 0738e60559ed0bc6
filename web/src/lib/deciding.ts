//! Judgements: a person's decision is sent, the record follows, and a message offers to take it back.

import { t, word } from '../i18n'
import { caseFile, judge, type Kept, undo, type Decision } from './api'
import { messages } from './messages.svelte'
import { record } from './record.svelte'
import { settings } from './settings.svelte'

/** Sends a decision; nothing where it was not kept. */
export async function decide(decision: Decision, note: string): Promise<Kept | null> {
  try {
    const kept = await judge(decision, note, settings.name)
    await record.changed()
    messages.say(t('judged', { what: word('judgement', decision.kind), n: kept.id }), {
      undo: () => takeBack(kept.id),
      ...(decision.kind === 'wrong' ? { act: { text: t('judged.case'), run: () => saveCase(kept.id) } } : {}),
    })
    return kept
  } catch (error) {
    messages.fail(error)
    return null
  }
}

/** Takes a judgement back: it stays in the record and does not stand any more. */
export async function takeBack(id: number): Promise<void> {
  try {
    await undo(id, settings.name)
    await record.changed()
    messages.say(t('judged.undone', { n: id }))
  } catch (error) {
    messages.fail(error)
  }
}

/** Saves the case file of a wrong value. */
export async function saveCase(id: number): Promise<void> {
  try {
    const { file, text } = await caseFile(id)
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    const anchor = document.createElement('a')
    anchor.href = address
    anchor.download = file
    anchor.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  } catch (error) {
    messages.fail(error)
  }
}
