export const bell = {
  bell: {
    title: 'Avisos',
    unread: (n: number) => (n === 1 ? '1 aviso sin leer' : `${n} avisos sin leer`),
    allRead: 'Sin avisos nuevos',
    readAll: 'Marcar todo como leído',
    new: 'Sin leer',
    empty: 'Nada por aquí',
    emptyMore: 'Le avisaremos cuando algo se venza, le asignen una tarea o llegue un recordatorio.',
    gone: 'Aquello de lo que avisa ya no existe',
    goneMore: 'Quizá se eliminó, o ya no es de sus sucursales.',
  },
};
