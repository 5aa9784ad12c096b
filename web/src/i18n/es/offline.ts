import { count } from '../count';

export const offline = {
  offline: {
    off: 'Sin conexión.',
    offMore: 'Puede seguir: lo que registre se enviará al volver.',
    reconnecting: 'Reconectando…',
    reconnectingMore: 'Los cambios de sus compañeros pueden tardar en verse.',
    waiting: (n: number) => `${n} por enviar`,
    sending: (n: number) => `Enviando ${count(n, 'cambio', 'cambios')}…`,
    refused: (n: number) =>
      n === 1 ? 'Un cambio no se pudo guardar' : `${n} cambios no se pudieron guardar`,
    review: 'Revisar',
    see: 'Ver',
    kept: 'Guardado en este equipo; se enviará al volver la conexión',
    sent: (n: number) => (n === 1 ? 'Lo pendiente se envió' : `Se enviaron ${n} cambios pendientes`),
    unsure: 'Puede que ya esté guardado',
    unsureMore: 'Se intentó enviar hace más de un día. Compruebe si ya aparece antes de enviarlo otra vez.',
    title: 'Por enviar',
    empty: 'No queda nada por enviar.',
    kinds: {
      interaction: (name: string) => `Interacción con ${name}`,
      completion: (name: string) => `Seguimiento de ${name} completado`,
    },
    at: (when: string) => `Registrado ${when}`,
    willBeSent: 'Se enviará al volver la conexión.',
    again: 'Enviar otra vez',
    correct: 'Corregir',
    asInteraction: 'Guardar como interacción',
    discard: 'Descartar',
    leaveTitle: (n: number) => `Queda${n === 1 ? '' : 'n'} ${count(n, 'cambio', 'cambios')} sin enviar`,
    leaveMore: 'Si cierra la sesión ahora se borrarán de este equipo y no se guardarán.',
    stay: 'Seguir aquí',
    leave: 'Cerrar sesión y borrarlos',
    partMissing: 'Una parte de la página no se pudo cargar',
    update: 'Hay una versión nueva',
    updateNow: 'Actualizar',
  },
};
