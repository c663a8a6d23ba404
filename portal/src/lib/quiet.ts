/** A value that changes with each key pressed, once it has rested. */
import { useEffect, useState } from 'react';

const QUIET_MS = 350;

/** The value once it has not changed for a moment. */
export function useQuiet<T>(value: T): T {
  const [quiet, setQuiet] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(JSON.parse(key) as T), QUIET_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return quiet;
}
