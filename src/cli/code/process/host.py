# Runs a client written in Python, one run after another, and speaks the protocol of docs/build.md on standard input and output.
import asyncio, builtins, inspect, io, json, os, sys, traceback

try:
    import resource
except ImportError:
    # Windows has no such limits.
    resource = None

if sys.version_info < (3, 8):
    version = '.'.join(map(str, sys.version_info[:3]))
    print(json.dumps({'type': 'unusable', 'message': f'Code in Python needs Python 3.8 or later, and this is {version}.'}), flush=True)
    sys.exit()

path = sys.argv[1]
try:
    resource and resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
except ValueError:
    # macOS knows this limit and does not take it.
    pass
folder, base = os.path.split(os.path.abspath(path))
source = open(path, encoding='utf-8-sig').read()
given, said = sys.stdin, sys.stdout
sys.stdout = sys.stderr = io.StringIO()
known = {'abc', 'asyncio', 'collections', 'dataclasses', 'datetime', 'enum', 'functools', 'itertools', 'json', 'math', 'operator', 're', 'random', 'string', 'time', 'typing', 'contextlib', '__future__'}
import random, time, datetime, collections, dataclasses, enum, functools, itertools, math, operator, re, string, typing, abc, contextlib


class Unusable(Exception):
    def __init__(self, sentence, where=None):
        super().__init__(sentence)
        self.where = where


class Ended(BaseException):
    """The run ends here and is done again with one answer more."""


class NoAnswer(Exception):
    """No answer came, and it is not known whether it was done."""


class Lease:
    def __init__(self, run, token, ends):
        self.token, self._run, self._ends = token, run, ends

    @property
    def expires_at(self):
        return self._ends if self._ends is not None else self._run.ask_now('clock')

    # To look at its end would be to look at the clock.
    def __repr__(self):
        return f'Lease(token={self.token})'


class Named(dict):
    """What there is by name: locks.one is locks['one']."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f'there is no {name}; there is: {", ".join(self)}') from None


class Calls:
    """A lock or a store: what it can be asked."""

    def __init__(self, what, **calls):
        self.__dict__.update(calls)
        self._what = what

    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        known = ', '.join(call for call in self.__dict__ if not call.startswith('_'))
        why = ': code has no transactions' if name in ('begin', 'commit', 'rollback') else ''
        raise AttributeError(f'{self._what} has no {name}{why}; it has: {known}')

    def __repr__(self):
        return self._what


class Answer:
    def __init__(self, **parts):
        self.__dict__.update(parts)

    def __repr__(self):
        return f'Answer({", ".join(f"{name}={part!r}" for name, part in self.__dict__.items())})'


def place(frame):
    while frame is not None:
        if os.path.dirname(frame.f_code.co_filename) == folder:
            return {'file': os.path.basename(frame.f_code.co_filename), 'line': frame.f_lineno}
        frame = frame.f_back
    return {'file': None, 'line': None}


class Run:
    def __init__(self, start):
        self.asks, self.over = 0, False
        self.clock, self.name, self.waiting = start['clock'], start['name'], {}
        self.locks, self.stores = start['locks'], start['stores']
        # Calls that nobody has awaited yet, each with its place.
        self.unheard = {}

    def tell(self, **message):
        if not self.over:
            said.write(json.dumps(message) + '\n')
            said.flush()

    def ask(self, where, kind, **parts):
        number = self.asks
        self.asks += 1
        future = loop.create_future()
        self.waiting[number] = (kind, future)
        self.tell(type='ask', id=number, ask={'kind': kind, **parts}, **where)
        return future

    def call(self, name, work):
        """A call of the client's: what it asks is asked where it is awaited, and stands where it is written."""

        def called(*given, **options):
            where = place(sys._getframe(1))
            key = object()

            async def asked():
                self.unheard.pop(key, None)
                return await work(where, *given, **options)

            # So that what does not fit is said where it is written.
            check(name, work, given, options)
            self.unheard[key] = (name, where)
            return asked()

        return called

    def ask_now(self, kind):
        number = self.asks
        self.asks += 1
        self.tell(type='ask', id=number, ask={'kind': kind, 'sync': True}, **place(sys._getframe(1)))
        answer = json.loads(given.readline() or '{"type":"stop"}')
        if answer['type'] == 'answer':
            return answer['answer']
        self.over = True
        raise Ended()


def whole(value, what):
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError(what + ' takes a whole number')
    return value


def above_zero(value, what):
    if whole(value, what) <= 0:
        raise TypeError(what + ' takes a whole number of milliseconds above 0')
    return value


def duration(ttl):
    return None if ttl is None else above_zero(ttl, 'ttl')


def token_of(token):
    if isinstance(token, Lease):
        raise TypeError('the token is a part of the lease: token=lease.token')
    return whole(token, 'token')


def shown(value):
    return 'a call that is not awaited' if inspect.iscoroutine(value) else repr(value) if isinstance(value, float) else type(value).__name__


def check(name, work, given, options):
    try:
        inspect.signature(work).bind(None, *given, **options)
    except TypeError as error:
        why = ': code has no transactions, and no row to lock' if name == 'store.read' and ('for_update' in options or len(given) > 1) else ''
        raise TypeError(f'{name}: {error}{why}') from None


# The run that began last.
current = None


class Drawing(random.Random):
    """The random numbers of the code: one fixed sequence."""

    def random(self):
        if current is not None:
            current.tell(type='drew')
        return super().random()

    def getrandbits(self, count):
        if current is not None:
            current.tell(type='drew')
        return super().getrandbits(count)


drawing = Drawing(7)
for name in random.__all__:
    if callable(getattr(drawing, name, None)) and not isinstance(getattr(random, name), type):
        setattr(random, name, getattr(drawing, name))
random.Random = Drawing
del random.SystemRandom


class Moment(datetime.datetime):
    """A datetime that goes by the world's clock."""

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.now()


datetime.datetime = Moment


def stopped(*_):
    raise TypeError('time.sleep would stop every client. Await the sleep that the client is given: await sleep(seconds)')


def tools(run):
    def lease(answer, token):
        return Lease(run, token, answer.get('expiresAt'))

    def must_be_lease(held, call):
        if inspect.iscoroutine(held):
            raise TypeError(f'{call} takes the lease, and this is a call that is not awaited')
        if not isinstance(held, Lease):
            raise TypeError(f'{call} takes the lease: {call}(lease)')

    # `where`: the lock by its name, or nothing for the first. `at`: where in the code it is asked.
    def lock(**where):
        async def acquire(at, ttl=None, within=None):
            most = {} if within is None else {'within': above_zero(within, 'within')}
            answer = await run.ask(at, 'acquire', **where, ttl=duration(ttl), **most)
            return lease(answer, answer.get('token')) if answer['ok'] else None

        async def try_acquire(at, ttl=None):
            answer = await run.ask(at, 'tryAcquire', **where, ttl=duration(ttl))
            return lease(answer, answer.get('token')) if answer['ok'] else None

        async def renew(at, held, ttl=None):
            must_be_lease(held, 'lock.renew')
            answer = await run.ask(at, 'renew', **where, ttl=duration(ttl))
            return lease(answer, getattr(held, 'token', None)) if answer['ok'] else None

        async def release(at, held=None):
            must_be_lease(held, 'lock.release')
            return (await run.ask(at, 'release', **where))['ok']

        async def is_mine(at, held=None):
            must_be_lease(held, 'lock.is_mine')
            return (await run.ask(at, 'isMine', **where))['ok']

        return calls('lock', acquire, try_acquire, renew, release, is_mine)

    def store(**where):
        async def read(at, key):
            answer = await run.ask(at, 'read', **where, key=str(key))
            return Answer(**{'value': None, 'version': None, **answer})

        async def write(at, key, value, token=None, if_version=None, job=None):
            if isinstance(value, bool) or not isinstance(value, (int, str)):
                raise TypeError(f'store.write: the value is a whole number or text, and not {shown(value)}')
            answer = await run.ask(at, 'write', **where, key=str(key), value=value, token=token_of(token), ifVersion=whole(if_version, 'if_version'), job=job)
            return Answer(**{'reason': None, 'version': None, **answer})

        async def advance(at, token=None):
            answer = await run.ask(at, 'advance', **where, token=token_of(token))
            return Answer(**{'reason': None, 'version': None, **answer})

        return calls('store', read, write, advance)

    def calls(what, *works):
        return Calls(what, **{work.__name__: run.call(f'{what}.{work.__name__}', work) for work in works})

    async def sleep(at, seconds):
        # As asyncio.sleep, whose time is seconds; the world's are whole milliseconds.
        await run.ask(at, 'sleep', ms=max(0, round(seconds * 1000)))

    return {
        'lock': lock(),
        'locks': Named({name: lock(lock=name) for name in run.locks}),
        'store': store(),
        'stores': Named({name: store(store=name) for name in run.stores}),
        'sleep': run.call('sleep', sleep),
    }


def only(name, glob=None, loc=None, names=(), level=0):
    top = name.split('.')[0]
    caller = (glob or {}).get('__file__', '')
    if os.path.dirname(caller) != folder or top in known:
        return real_import(name, glob, loc, names, level)
    beside = os.path.join(folder, top + '.py')
    if os.path.isfile(beside):
        if top not in modules:
            # It is there before it is run, so that two files may import each other.
            modules[top] = Module()
            module(beside, top, modules[top].__dict__)
        return modules[top]
    raise Unusable(f'This imports "{name}". Only a file beside it and a few modules of Python can be imported: the code runs in a simulated world, without files, network or packages.')


class Module:
    pass


def module(file, name, space):
    text = open(file, encoding='utf-8-sig').read()
    space.update({'__name__': name, '__file__': file, '__builtins__': mine})
    exec(compile(text, file, 'exec'), space)


gmtime, localtime = time.gmtime, time.localtime
real_import, modules = builtins.__import__, {}
mine = dict(vars(builtins))
mine['__import__'] = only
for gone in ('open', 'input', 'exec', 'eval', 'compile', 'breakpoint', 'exit', 'quit'):
    mine.pop(gone, None)
building = True


def guard(event, args):
    if not building and (event.split('.')[0] in ('socket', 'subprocess', 'shutil', 'ctypes', 'ftplib', 'urllib') or event in ('os.system', 'os.exec', 'os.fork', 'os.posix_spawn', 'os.remove', 'os.rename', 'os.mkdir', 'os.rmdir', 'os.kill')):
        raise Unusable('The code runs in a simulated world, without files, network or processes.')


sys.addaudithook(guard)


def text_of(error):
    try:
        return f'{type(error).__name__}: {error}'.split('\n')[0][:300]
    except BaseException:
        return 'something that cannot be shown'


def place_of(error):
    trace, found = error.__traceback__, {'file': None, 'line': None}
    while trace is not None:
        if os.path.dirname(trace.tb_frame.f_code.co_filename) == folder:
            found = {'file': os.path.basename(trace.tb_frame.f_code.co_filename), 'line': trace.tb_lineno}
        trace = trace.tb_next
    return found


def settle(loop):
    for _ in range(100000):
        loop.call_soon(loop.stop)
        loop.run_forever()
        if not loop._ready:
            return


def settle_run(run):
    """Lets it go on until it waits. Fails: with Unusable where it does what cannot be done here."""
    settle(loop)
    if run.task.done():
        error = run.task.exception()
        if isinstance(error, Unusable):
            raise error
        for name, where in run.unheard.values():
            run.tell(type='unawaited', call=name, **where)
        run.unheard.clear()


async def main(client, arguments, run):
    try:
        await client(**arguments)
        run.tell(type='returned')
    except Ended:
        pass
    except BaseException as error:
        if isinstance(error, Unusable):
            raise
        run.tell(type='threw', message=text_of(error), **place_of(error))


def serve(start):
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 2, resource.RLIM_INFINITY))
    global current
    run = current = Run(start)
    values = tools(run)
    sleep = values['sleep']
    now = lambda: run.ask_now('now') / 1000
    time.time = time.monotonic = time.perf_counter = now
    time.time_ns = time.monotonic_ns = time.perf_counter_ns = lambda: run.ask_now('now') * 1_000_000
    time.gmtime = lambda at=None: gmtime(now() if at is None else at)
    time.localtime = lambda at=None: localtime(now() if at is None else at)
    asyncio.sleep = lambda seconds, result=None: sleep(seconds)
    time.sleep = stopped
    drawing.seed(7)
    mine['print'] = lambda *parts, sep=' ', **more: run.tell(type='said', text=(' ' if sep is None else sep).join(map(str, parts))[:300])
    modules.clear()
    try:
        space = {'__name__': 'client', '__file__': os.path.join(folder, base), '__builtins__': mine}
        exec(compile(source, os.path.join(folder, base), 'exec'), space)
        client = space.get('client')
        if not asyncio.iscoroutinefunction(client):
            raise Unusable('This defines no client. It has to say: async def client(name, lock, store, sleep):')
        takes = inspect.signature(client).parameters.values()
        names = [each.name for each in takes if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)]
        unknown = [each.name for each in takes if each.name in names and each.default is each.empty and each.name not in ('name', *values)]
        if unknown:
            raise Unusable(f'The client is given name, lock, locks, store, stores and sleep, and not {unknown[0]}.', {'file': base, 'line': client.__code__.co_firstlineno})
        names = [each for each in names if each in ('name', *values)]
        if 'name' in names:
            values['name'] = run.name if run.name is not None else run.ask_now('name')
            if run.name is not None:
                run.tell(type='named')
        run.task = loop.create_task(main(client, {key: values[key] for key in names}, run))
        settle_run(run)
    except Ended:
        pass
    except SyntaxError as error:
        run.tell(type='unusable', message=f'This is not Python: {error.msg}.', file=os.path.basename(error.filename or base), line=error.lineno, column=error.offset)
        return None
    except Unusable as error:
        run.tell(type='unusable', message=str(error), **(error.where or place_of(error)))
        return None
    except BaseException as error:
        run.tell(type='unusable', message=f'This fails before the client begins: {text_of(error)}.', **place_of(error))
        return None
    return run


# Made before the guard stands, since a loop has sockets of its own.
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.set_exception_handler(lambda *_: None)
# Its timers, such as those of asyncio.timeout, are sleeps in the world's time: what they count from is always now.
loop.time = lambda: 0.0


class Timer(asyncio.TimerHandle):
    """A timer and the ask that it waits on."""


def call_at(when, callback, *given, context=None):
    timer = Timer(when, callback, given, loop, context)
    run = current
    timer.ask = run.asks
    answered = run.ask(place(sys._getframe(1)), 'sleep', ms=max(0, round(when * 1000)))
    answered.add_done_callback(lambda _: None if timer.cancelled() else timer._run())
    return timer


loop.call_at = call_at
loop._timer_handle_cancelled = lambda timer: current.tell(type='dropped', id=timer.ask)
building = False
state = None
said.write('{"type":"again"}\n')
said.flush()
for line in iter(given.readline, ''):
    message = json.loads(line)
    if message['type'] == 'stop':
        continue
    if message['type'] == 'start':
        # What is left of the run before says nothing any more.
        if state is not None:
            state.over = True
        state = serve(message)
    elif state is not None:
        run = state
        kind, future = run.waiting.pop(message['id'])
        if future.done():
            # Nobody waits for it any more.
            pass
        elif message['answer'].get('unknown'):
            future.set_exception(NoAnswer(f'{kind}: no answer came, and it is not known whether it was done.'))
        else:
            future.set_result(message['answer'])
        try:
            settle_run(run)
        except Unusable as error:
            run.tell(type='unusable', message=str(error), **(error.where or place_of(error)))
        except BaseException as error:
            run.tell(type='threw', message=text_of(error), **place_of(error))
    said.write('{"type":"idle"}\n')
    said.flush()
