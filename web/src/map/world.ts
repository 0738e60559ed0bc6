//! The base map's shapes: `basemap.json` in, country polygons with their names and label places out.
//!
//! Names come from Natural Earth in English; in French from the browser's own list of regions, by UN M49 number.

import { geoArea, geoCentroid } from 'd3-geo'
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'

interface Named {
  name: string
}

export interface CountryLabel {
  m49: string
  name: string
  lon: number
  lat: number
  /** Share of the globe, to show large countries first. */
  area: number
}

export interface World {
  countries: FeatureCollection<Geometry, Named>
  borders: Geometry
  labels: CountryLabel[]
}

let loading: Promise<World> | null = null

/** Loads the base map once. */
export function world(): Promise<World> {
  loading ??= load().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

async function load(): Promise<World> {
  const response = await fetch(new URL('./basemap.json', document.baseURI))
  if (!response.ok) throw new Error(`basemap.json: ${response.status}`)
  const atlas = (await response.json()) as Topology<{ countries: GeometryCollection<Named> }>
  const countries = feature(atlas, atlas.objects.countries)
  return { countries, borders: mesh(atlas, atlas.objects.countries, (a, b) => a !== b), labels: countries.features.map(label).filter((l) => l.area > 0) }
}

function label(country: Feature<Geometry, Named>): CountryLabel {
  const largest = largestPart(country.geometry)
  const [lon, lat] = largest ? geoCentroid(largest) : [0, 0]
  return { m49: String(country.id ?? ''), name: country.properties.name, lon, lat, area: largest ? geoArea(largest) / (4 * Math.PI) : 0 }
}

/** The main land of a country, so that France's name stands in Europe. */
function largestPart(geometry: Geometry): Polygon | null {
  if (geometry.type === 'Polygon') return geometry
  if (geometry.type !== 'MultiPolygon') return null
  let best: Polygon | null = null
  let most = 0
  for (const coordinates of (geometry as MultiPolygon).coordinates) {
    const part: Polygon = { type: 'Polygon', coordinates }
    const area = geoArea(part)
    if (area > most) [best, most] = [part, area]
  }
  return best
}

const names = new Map<string, string>()

/** A country's name in the reader's language. */
export function countryName(country: CountryLabel, lang: string): string {
  if (lang !== 'fr' || !country.m49) return country.name
  const key = country.m49
  let name = names.get(key)
  if (!name) {
    try {
      name = new Intl.DisplayNames('fr', { type: 'region' }).of(key) ?? country.name
      if (/^\d+$/.test(name)) name = country.name
    } catch {
      name = country.name
    }
    names.set(key, name)
  }
  return name
}
