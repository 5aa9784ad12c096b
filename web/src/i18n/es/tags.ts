export const tags = {
  tags: {
    lead: 'Palabras con color para ordenar a los clientes.',
    add: 'Nueva etiqueta',
    title: (name: string) => `Cambiar ${name}`,
    name: 'Nombre',
    color: 'Color',
    example: 'Así se ve',
    empty: 'Todavía no hay etiquetas',
    emptyMore: 'Por ejemplo: «Prefiere WhatsApp» o «Sensible al precio».',
    clients: 'Ver sus clientes',
    removeTitle: (name: string) => `Eliminar la etiqueta ${name}`,
    removeMore: 'Se quita de todos los clientes que la tienen. No se puede deshacer.',
    saved: (name: string) => `Etiqueta ${name} guardada`,
    removed: (name: string) => `Etiqueta ${name} eliminada`,
  },
};
