import { type ComponentType, lazy } from 'react';
import { may, type Role, useUser } from '~/api/session';
import type { Texts } from './texts';

interface AdminSection {
  path: string;
  text: keyof Texts['admin'] &
    ('users' | 'branches' | 'teams' | 'taskTypes' | 'tags' | 'notices' | 'templates' | 'handOver' | 'audit');
  role: Role;
  Page: ComponentType;
}

const SECTIONS: readonly AdminSection[] = [
  {
    path: 'users',
    text: 'users',
    role: 'manager',
    Page: lazy(() => import('./users/UsersSection').then((module) => ({ default: module.UsersSection }))),
  },
  {
    path: 'branches',
    text: 'branches',
    role: 'admin',
    Page: lazy(() =>
      import('./branches/BranchesSection').then((module) => ({ default: module.BranchesSection })),
    ),
  },
  {
    path: 'teams',
    text: 'teams',
    role: 'admin',
    Page: lazy(() => import('./teams/TeamsSection').then((module) => ({ default: module.TeamsSection }))),
  },
  {
    path: 'task-types',
    text: 'taskTypes',
    role: 'admin',
    Page: lazy(() => import('./types/TypesSection').then((module) => ({ default: module.TypesSection }))),
  },
  {
    path: 'tags',
    text: 'tags',
    role: 'manager',
    Page: lazy(() => import('./tags/TagsSection').then((module) => ({ default: module.TagsSection }))),
  },
  {
    path: 'notices',
    text: 'notices',
    role: 'manager',
    Page: lazy(() => import('./rules/RulesSection').then((module) => ({ default: module.RulesSection }))),
  },
  {
    path: 'templates',
    text: 'templates',
    role: 'manager',
    Page: lazy(() =>
      import('./templates/TemplatesSection').then((module) => ({ default: module.TemplatesSection })),
    ),
  },
  {
    path: 'hand-over',
    text: 'handOver',
    role: 'manager',
    Page: lazy(() =>
      import('./handover/HandOverSection').then((module) => ({ default: module.HandOverSection })),
    ),
  },
  {
    path: 'audit',
    text: 'audit',
    role: 'admin',
    Page: lazy(() => import('./audit/AuditSection').then((module) => ({ default: module.AuditSection }))),
  },
];

export const isSection = (name: string): boolean => SECTIONS.some(({ path }) => path === name);

/** Those that the signed-in user may enter. */
export function useAdminSections(): AdminSection[] {
  const user = useUser();
  return SECTIONS.filter(({ role }) => may(user, role));
}
