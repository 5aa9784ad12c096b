export const tags = {
  tags: {
    lead: 'Palabras con color para ordenar a los clientes.',
    add: 'Nuevo tag',
    title: (name: string) => `Cambiar ${name}`,
    name: 'Nombre',
    color: 'Color',
    example: 'Así se ve',
    empty: 'Todavía no hay tags',
    emptyMore: 'Por ejemplo: «Prefiere WhatsApp» o «Sensible al precio».',
    clients: 'Ver sus clientes',
    removeTitle: (name: string) => `Eliminar el tag ${name}`,
    removeMore: 'Se quita de todos los clientes que lo tienen. No se puede deshacer.',
    saved: (name: string) => `Tag ${name} guardado`,
    removed: (name: string) => `Tag ${name} eliminado`,
  },
};
