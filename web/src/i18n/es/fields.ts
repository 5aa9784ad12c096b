export const fields = {
  checkList: { search: 'Buscar por nombre', nothingFound: 'Nada con ese filtro' },
  colors: {
    other: 'Otro color',
    named: {
      red: 'Rojo',
      orange: 'Naranja',
      amber: 'Ámbar',
      green: 'Verde',
      teal: 'Turquesa',
      cyan: 'Cian',
      blue: 'Azul',
      violet: 'Violeta',
      magenta: 'Magenta',
      pink: 'Rosa',
      brown: 'Café',
      gray: 'Gris',
    },
  },
  stale: {
    title: 'Alguien lo cambió mientras tanto',
    more: 'Lo que escribió sigue aquí. Puede guardarlo encima, o ver lo que dejó la otra persona.',
    overwrite: 'Guardar lo mío',
    reload: 'Ver lo último',
  },
};
