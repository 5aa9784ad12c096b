import { IconChevronLeft } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTexts } from '~/i18n';
import { useTabTitle } from '~/ui/PageHeader';
import { useProfile } from './data';
import classes from './Profile.module.css';
import { ProfileOf } from './ProfileOf';

/** A client's profile at an address of its own. */
export function ClientPage() {
  const { profile } = useTexts();
  const { id } = useParams({ from: '/clients/$id' });
  const go = useNavigate();
  const moved = useCallback(
    (kept: string) => {
      go({ to: '/clients/$id', params: { id: kept }, replace: true });
    },
    [go],
  );
  useTabTitle(useProfile(id).data?.client.name ?? profile.title);
  return (
    <div className={classes.page}>
      <Link to="/clients" className={classes.back}>
        <IconChevronLeft size={17} aria-hidden /> {profile.toList}
      </Link>
      <ProfileOf key={id} id={id} onMoved={moved} />
    </div>
  );
}
