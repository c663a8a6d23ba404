/** Whether the page is looked at through a customer's eyes: everything is shown, nothing can be changed. */
import { viewedCustomer } from './api';

export const isReadOnly = () => viewedCustomer(location.pathname) !== null;
