import type { ComponentType } from 'react';
import { may, type Role, useUser } from '~/api/session';
import { lazily } from '~/ui/lazily';
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
    Page: lazily(() => import('./users/UsersSection').then((module) => module.UsersSection)),
  },
  {
    path: 'branches',
    text: 'branches',
    role: 'admin',
    Page: lazily(() => import('./branches/BranchesSection').then((module) => module.BranchesSection)),
  },
  {
    path: 'teams',
    text: 'teams',
    role: 'admin',
    Page: lazily(() => import('./teams/TeamsSection').then((module) => module.TeamsSection)),
  },
  {
    path: 'task-types',
    text: 'taskTypes',
    role: 'admin',
    Page: lazily(() => import('./types/TypesSection').then((module) => module.TypesSection)),
  },
  {
    path: 'tags',
    text: 'tags',
    role: 'manager',
    Page: lazily(() => import('./tags/TagsSection').then((module) => module.TagsSection)),
  },
  {
    path: 'notices',
    text: 'notices',
    role: 'manager',
    Page: lazily(() => import('./rules/RulesSection').then((module) => module.RulesSection)),
  },
  {
    path: 'templates',
    text: 'templates',
    role: 'manager',
    Page: lazily(() => import('./templates/TemplatesSection').then((module) => module.TemplatesSection)),
  },
  {
    path: 'hand-over',
    text: 'handOver',
    role: 'manager',
    Page: lazily(() => import('./handover/HandOverSection').then((module) => module.HandOverSection)),
  },
  {
    path: 'audit',
    text: 'audit',
    role: 'admin',
    Page: lazily(() => import('./audit/AuditSection').then((module) => module.AuditSection)),
  },
];

export const isSection = (name: string): boolean => SECTIONS.some(({ path }) => path === name);

/** Those that the signed-in user may enter. */
export function useAdminSections(): AdminSection[] {
  const user = useUser();
  return SECTIONS.filter(({ role }) => may(user, role));
}
