import './mantine.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { watchConnection } from './api/connection';
import { keepSeen } from './api/seen';
import { resume } from './api/session';
import { App } from './app/App';
import { startWorker } from './app/worker';
import { forgetWaiting } from './features/followups/waiting';
import { speakAsChosen } from './i18n';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no place for the client');

speakAsChosen();
watchConnection();
keepSeen();
forgetWaiting();
resume();
createRoot(root).render(<App />);
startWorker();
