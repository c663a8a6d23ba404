/** Another code, not before a while: what the server refuses says itself how long. */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../../lib/api';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { toast } from '../../ui/toast';

const RESEND_SECONDS = 30;

function useCountdown(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(RESEND_SECONDS);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}

export function ResendButton({ send, onSent }: { send: () => Promise<unknown>; onSent?: () => void }) {
  const [left, setLeft] = useCountdown();
  const again = useMutation({
    mutationFn: send,
    onSuccess: () => {
      setLeft(RESEND_SECONDS);
      toast(t('A new code is on its way.'));
      onSent?.();
    },
    onError: (error) => {
      setLeft((error instanceof ApiError && error.problem.retry_after_seconds) || RESEND_SECONDS);
      toast(error.message);
    },
  });
  return (
    <Button look="quiet" busy={again.isPending} disabled={left > 0} onClick={() => again.mutate()}>
      {left > 0 ? t('Send again in {left} s', { left }) : t('Send the code again')}
    </Button>
  );
}
