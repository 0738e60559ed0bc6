//! The page's first breath: the reader's choices are applied, then the shell is mounted.

import { mount } from 'svelte'
import App from './App.svelte'
import './app.css'
import { settings } from './lib/settings.svelte'

settings.apply()
const target = document.getElementById('app')
if (target) mount(App, { target })
