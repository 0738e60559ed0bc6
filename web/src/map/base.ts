//! What a base map must be able to do, whoever draws it: WebGL or a plain canvas.
//!
//! The base map draws land and borders and moves; marks and names are drawn above it by `marks.ts`, the same for both.

/** West, south, east, north. */
export type Box = [number, number, number, number]

export interface Base {
  /** Pixels from the top left corner. */
  project(lon: number, lat: number): [number, number]
  unproject(x: number, y: number): [number, number]
  /** Zoom as MapLibre counts it: the world is 512 · 2^zoom pixels wide. */
  zoom(): number
  zoomBy(steps: number, around?: [number, number]): void
  panBy(x: number, y: number): void
  fit(box: Box): void
  bounds(): Box
  /** Draws in the colours of the page's theme. */
  repaint(): void
  resize(): void
  /** Dragging moves the map, or is left to somebody else. */
  dragging(on: boolean): void
  destroy(): void
}

export interface Colours {
  sea: string
  land: string
  border: string
}

/** The base map's colours in the page's theme. */
export function colours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string): string => style.getPropertyValue(name).trim()
  return { sea: of('--sea'), land: of('--land'), border: of('--border') }
}

/** Whether this browser draws with WebGL. */
export function hasWebGl(): boolean {
  try {
    const canvas = document.createElement('canvas')
    return canvas.getContext('webgl2') !== null
  } catch {
    return false
  }
}

const LIMIT = 85.05

/** Mercator in units of the world's width, 0 to 1. */
export function mercator(lon: number, lat: number): [number, number] {
  const phi = (Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI) / 180
  return [(lon + 180) / 360, 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI)]
}

/** The way back from `mercator`. */
export function geographic(x: number, y: number): [number, number] {
  return [x * 360 - 180, (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90]
}
