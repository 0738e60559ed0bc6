//! The base map on a plain 2D canvas, for browsers without WebGL: `d3-geo` draws the shapes once, then they are scaled.
//!
//! Not done here: marks, names. Dragging, wheel and two fingers move it as they move the other base map.

import { geoMercator, geoPath } from 'd3-geo'
import { type Base, type Box, colours, geographic, mercator } from './base'
import { world } from './world'

/** Units of the paths: the world is this wide. */
const UNIT = 4096
const [LEAST, MOST] = [0, 14]

export function canvasBase(host: HTMLElement, moved: () => void): Base {
  const canvas = document.createElement('canvas')
  canvas.className = 'base'
  canvas.setAttribute('aria-hidden', 'true')
  host.prepend(canvas)
  const context = canvas.getContext('2d')
  let land: Path2D | null = null
  let borders: Path2D | null = null
  // Centre in mercator units and zoom.
  let [x, y] = mercator(5, 15)
  let zoom = 2
  let [width, height] = [1, 1]
  let drag = true
  let gone = false
  const fingers = new Map<number, [number, number]>()

  void world().then((w) => {
    if (gone) return
    const projection = geoMercator().scale(UNIT / (2 * Math.PI)).translate([UNIT / 2, UNIT / 2])
    const pen = geoPath(projection)
    land = new Path2D(pen(w.countries) ?? '')
    borders = new Path2D(pen(w.borders) ?? '')
    draw()
  }, () => undefined)

  const scale = (): number => 512 * 2 ** zoom

  function draw(): void {
    if (!context) return
    const ratio = Math.min(2, devicePixelRatio || 1)
    const c = colours()
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.fillStyle = c.sea
    context.fillRect(0, 0, width, height)
    if (land && borders) {
      const s = scale() / UNIT
      context.setTransform(ratio * s, 0, 0, ratio * s, ratio * (width / 2 - x * scale()), ratio * (height / 2 - y * scale()))
      context.fillStyle = c.land
      context.fill(land, 'evenodd')
      context.strokeStyle = c.border
      context.lineWidth = 0.8 / s
      context.stroke(borders)
    }
    moved()
  }

  let asked = false
  function soon(): void {
    if (asked) return
    asked = true
    requestAnimationFrame(() => {
      asked = false
      if (!gone) draw()
    })
  }

  function clamp(): void {
    zoom = Math.max(LEAST, Math.min(MOST, zoom))
    x = Math.max(0, Math.min(1, x))
    y = Math.max(0, Math.min(1, y))
  }

  function zoomAt(steps: number, px: number, py: number): void {
    const before = scale()
    const [mx, my] = [x + (px - width / 2) / before, y + (py - height / 2) / before]
    zoom += steps
    clamp()
    x = mx - (px - width / 2) / scale()
    y = my - (py - height / 2) / scale()
    clamp()
    soon()
  }

  function at(event: { clientX: number; clientY: number }): [number, number] {
    const box = host.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }

  const down = (event: PointerEvent): void => {
    if (!drag || (event.target as Element).closest('button')) return
    fingers.set(event.pointerId, at(event))
  }
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const now = at(event)
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1] ?? now
      const spread = (p: [number, number]): number => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1
      zoomAt(Math.log2(spread(now) / spread(before)), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2)
    } else {
      x -= (now[0] - before[0]) / scale()
      y -= (now[1] - before[1]) / scale()
      clamp()
      soon()
    }
    fingers.set(event.pointerId, now)
  }
  const up = (event: PointerEvent): void => void fingers.delete(event.pointerId)
  const wheel = (event: WheelEvent): void => {
    event.preventDefault()
    zoomAt(-event.deltaY / (event.deltaMode === 1 ? 12 : 300), ...at(event))
  }
  host.addEventListener('pointerdown', down)
  addEventListener('pointermove', move)
  addEventListener('pointerup', up)
  addEventListener('pointercancel', up)
  host.addEventListener('wheel', wheel, { passive: false })

  const base: Base = {
    project(lon, lat) {
      const [mx, my] = mercator(lon, lat)
      return [(mx - x) * scale() + width / 2, (my - y) * scale() + height / 2]
    },
    unproject: (px, py) => geographic(x + (px - width / 2) / scale(), y + (py - height / 2) / scale()),
    zoom: () => zoom,
    zoomBy: (steps, around) => zoomAt(steps, around?.[0] ?? width / 2, around?.[1] ?? height / 2),
    panBy(px, py) {
      x += px / scale()
      y += py / scale()
      clamp()
      soon()
    },
    fit([west, south, east, north]: Box) {
      const [left, top] = mercator(west, north)
      const [right, bottom] = mercator(east, south)
      const room = 0.85
      const wide = (width * room) / 512 / Math.max(right - left, 1e-6)
      const high = (height * room) / 512 / Math.max(bottom - top, 1e-6)
      zoom = Math.min(Math.log2(Math.min(wide, high)), 8)
      x = (left + right) / 2
      y = (top + bottom) / 2
      clamp()
      soon()
    },
    bounds() {
      const [west, north] = base.unproject(0, 0)
      const [east, south] = base.unproject(width, height)
      return [west, south, east, north]
    },
    repaint: soon,
    resize() {
      const ratio = Math.min(2, devicePixelRatio || 1)
      width = Math.max(1, host.clientWidth)
      height = Math.max(1, host.clientHeight)
      canvas.width = Math.round(width * ratio)
      canvas.height = Math.round(height * ratio)
      draw()
    },
    dragging: (on) => void (drag = on),
    destroy() {
      gone = true
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', up)
      removeEventListener('pointercancel', up)
      host.removeEventListener('pointerdown', down)
      host.removeEventListener('wheel', wheel)
      canvas.remove()
    },
  }
  base.resize()
  return base
}
