//! What the reader chose for this browser: language, light or dark, and a name to sign judgements with.
//!
//! Kept in `localStorage`; where that is forbidden the choice lasts as long as the page.

export type Lang = 'en' | 'fr'
export type Theme = 'system' | 'light' | 'dark'

function kept(key: string): string | null {
  try {
    return localStorage.getItem(`tarikh.${key}`)
  } catch {
    return null
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`tarikh.${key}`, value)
  } catch {
    // A browser may forbid storage; the page works without it.
  }
}

const spoken: Lang = (navigator.language || 'en').toLowerCase().startsWith('fr') ? 'fr' : 'en'

class Settings {
  lang = $state<Lang>(kept('lang') === 'fr' ? 'fr' : kept('lang') === 'en' ? 'en' : spoken)
  theme = $state<Theme>((['light', 'dark'] as const).find((t) => t === kept('theme')) ?? 'system')
  /** Signs judgements. */
  name = $state(kept('name') ?? '')

  setLang(lang: Lang): void {
    this.lang = lang
    keep('lang', lang)
    this.apply()
  }

  setTheme(theme: Theme): void {
    this.theme = theme
    keep('theme', theme)
    this.apply()
  }

  setName(name: string): void {
    this.name = name
    keep('name', name)
  }

  /** Whether the page shows dark now. */
  get dark(): boolean {
    return this.theme === 'dark' || (this.theme === 'system' && systemDark.matches)
  }

  /** Writes the choice where style sheets and screen readers look for it. */
  apply(): void {
    const root = document.documentElement
    root.lang = this.lang
    root.dataset.theme = this.dark ? 'dark' : 'light'
    document.dispatchEvent(new CustomEvent('tarikh:theme'))
  }
}

const systemDark = matchMedia('(prefers-color-scheme: dark)')

export const settings = new Settings()
systemDark.addEventListener('change', () => settings.apply())

/** Whether the reader asked for less movement. */
export const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches
