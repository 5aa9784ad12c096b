import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { Ref } from 'react';

type Props = Omit<ButtonProps, 'component'> & { ref?: Ref<HTMLAnchorElement> };

const Plain = (props: Props) => <Button component="a" {...props} />;

/** Looks like a button and leads to another page. */
export const LinkButton = createLink(Plain);
