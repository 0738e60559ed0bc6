//! Where the reader is: `#/incident/i23?back=…` taken apart, and links made.
//!
//! The address stands after `#`, so the server needs to know one page only and a copied link opens the same view.

class Route {
  path = $state<string[]>([])
  query = $state(new URLSearchParams())

  constructor() {
    this.read()
    addEventListener('hashchange', () => this.read())
  }

  /** The page's name: the first part of the path, or `overview`. */
  get page(): string {
    return this.path[0] ?? 'overview'
  }

  private read(): void {
    const [path = '', query = ''] = location.hash.replace(/^#/, '').split('?', 2)
    this.path = path
      .split('/')
      .filter(Boolean)
      .map((part) => {
        try {
          return decodeURIComponent(part)
        } catch {
          return part
        }
      })
    this.query = new URLSearchParams(query)
  }

  /** Changes the query of this page in place, without a new entry in the history. */
  replaceQuery(query: URLSearchParams): void {
    const text = query.toString()
    const hash = `#/${this.path.map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`
    if (hash === location.hash || (hash === '#/' && location.hash === '')) return
    history.replaceState(null, '', hash)
    this.query = query
  }
}

export const route = new Route()

/** The link to a page, such as `link('incident', id)`. */
export function link(page: string, id?: string, query?: Record<string, string | undefined>): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) if (value) parameters.set(key, value)
  const text = parameters.toString()
  const path = page === 'overview' ? '' : id === undefined ? page : `${page}/${encodeURIComponent(id)}`
  return `#/${path}${text ? `?${text}` : ''}`
}
