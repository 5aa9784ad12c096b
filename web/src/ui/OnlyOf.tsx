import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';

interface Props {
  children: string;
  onClear: () => void;
}

/** Says that a list is of one record alone, where another page led to that; a touch shows all of it. */
export const OnlyOf = ({ children, onClear }: Props) => (
  <Button variant="light" h={36} rightSection={<IconX size={15} aria-hidden />} onClick={onClear}>
    {children}
  </Button>
);
