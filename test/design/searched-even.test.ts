import {searchAgain} from './searched.js';

searchAgain((index) => index % 2 === 0);
