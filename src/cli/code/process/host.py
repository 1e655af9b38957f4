# Runs a client written in Python, one run after another, and speaks the protocol of docs/build.md on standard input and output.
import asyncio, builtins, io, json, os, sys, traceback

import resource

path = sys.argv[1]
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
folder, base = os.path.split(os.path.abspath(path))
source = open(path, encoding='utf-8').read()
given, said = sys.stdin, sys.stdout
sys.stdout = sys.stderr = io.StringIO()
known = {'abc', 'asyncio', 'collections', 'dataclasses', 'datetime', 'enum', 'functools', 'itertools', 'json', 'math', 'operator', 're', 'random', 'string', 'time', 'typing', 'contextlib', '__future__'}
import random, time, datetime, collections, dataclasses, enum, functools, itertools, math, operator, re, string, typing, abc, contextlib


class Unusable(Exception):
    pass


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

    def tell(self, **message):
        if not self.over:
            said.write(json.dumps(message) + '\n')
            said.flush()

    def ask(self, kind, **parts):
        number = self.asks
        self.asks += 1
        future = loop.create_future()
        self.waiting[number] = (kind, future)
        self.tell(type='ask', id=number, ask={'kind': kind, **parts}, **place(sys._getframe(1)))
        return future

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


def stopped(*_):
    raise TypeError('time.sleep would stop every client. Await the sleep that the client is given: await sleep(seconds)')


def tools(run):
    def lease(answer, token):
        return Lease(run, token, answer.get('expiresAt'))

    def must_be_lease(held, call):
        if not isinstance(held, Lease):
            raise TypeError(f'{call} takes the lease: {call}(lease)')

    class Lock:
        # `where`: the lock by its name, or nothing for the first.
        def __init__(self, **where):
            self._where = where

        async def acquire(self, ttl=None, within=None):
            most = {} if within is None else {'within': above_zero(within, 'within')}
            answer = await run.ask('acquire', **self._where, ttl=whole(ttl, 'ttl'), **most)
            return lease(answer, answer.get('token')) if answer['ok'] else None

        async def try_acquire(self, ttl=None):
            answer = await run.ask('tryAcquire', **self._where, ttl=whole(ttl, 'ttl'))
            return lease(answer, answer.get('token')) if answer['ok'] else None

        async def renew(self, held, ttl=None):
            must_be_lease(held, 'lock.renew')
            answer = await run.ask('renew', **self._where, ttl=whole(ttl, 'ttl'))
            return lease(answer, getattr(held, 'token', None)) if answer['ok'] else None

        async def release(self, held=None):
            must_be_lease(held, 'lock.release')
            return (await run.ask('release', **self._where))['ok']

        async def is_mine(self, held=None):
            must_be_lease(held, 'lock.is_mine')
            return (await run.ask('isMine', **self._where))['ok']

    class Store:
        def __init__(self, **where):
            self._where = where

        async def read(self, key):
            answer = await run.ask('read', **self._where, key=str(key))
            return Answer(**{'value': None, 'version': None, **answer})

        async def write(self, key, value, token=None, if_version=None, job=None):
            if isinstance(value, bool) or not isinstance(value, (int, str)):
                raise TypeError('store.write: the value is a whole number or text')
            answer = await run.ask('write', **self._where, key=str(key), value=value, token=whole(token, 'token'), ifVersion=whole(if_version, 'if_version'), job=job)
            return Answer(**{'reason': None, 'version': None, **answer})

        async def advance(self, token=None):
            answer = await run.ask('advance', **self._where, token=whole(token, 'token'))
            return Answer(**{'reason': None, 'version': None, **answer})

    async def sleep(seconds):
        # As asyncio.sleep, whose time is seconds; the world's are whole milliseconds.
        await run.ask('sleep', ms=max(0, round(seconds * 1000)))

    return {
        'lock': Lock(),
        'locks': Named({name: Lock(lock=name) for name in run.locks}),
        'store': Store(),
        'stores': Named({name: Store(store=name) for name in run.stores}),
        'sleep': sleep,
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
    text = open(file, encoding='utf-8').read()
    space.update({'__name__': name, '__file__': file, '__builtins__': mine})
    exec(compile(text, file, 'exec'), space)


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
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 2, resource.RLIM_INFINITY))
    run = Run(start)
    values = tools(run)
    sleep = values['sleep']
    now = lambda: run.ask_now('now') / 1000
    time.time = time.monotonic = time.perf_counter = now
    asyncio.sleep = lambda seconds, result=None: sleep(seconds)
    time.sleep = stopped
    random.seed(7)
    mine['print'] = lambda *parts, sep=' ', **more: run.tell(type='said', text=(' ' if sep is None else sep).join(map(str, parts))[:300])
    modules.clear()
    try:
        space = {'__name__': 'client', '__file__': os.path.join(folder, base), '__builtins__': mine}
        exec(compile(source, os.path.join(folder, base), 'exec'), space)
        client = space.get('client')
        if not asyncio.iscoroutinefunction(client):
            raise Unusable('This defines no client. It has to say: async def client(name, lock, store, sleep):')
        count = client.__code__.co_argcount
        names = client.__code__.co_varnames[:count]
        unknown = [each for each in names if each not in ('name', *values)]
        if unknown:
            raise Unusable(f'The client is given name, lock, locks, store, stores and sleep, and not {unknown[0]}.')
        if 'name' in names:
            values['name'] = run.name if run.name is not None else run.ask_now('name')
            if run.name is not None:
                run.tell(type='named')
        task = loop.create_task(main(client, {key: values[key] for key in names}, run))
        settle(loop)
        if task.done() and task.exception() is not None and isinstance(task.exception(), Unusable):
            raise task.exception()
    except Ended:
        pass
    except SyntaxError as error:
        run.tell(type='unusable', message=f'This is not Python: {error.msg}.', file=os.path.basename(error.filename or base), line=error.lineno, column=error.offset)
        return None
    except Unusable as error:
        run.tell(type='unusable', message=str(error), **place_of(error))
        return None
    except BaseException as error:
        run.tell(type='unusable', message=f'This fails before the client begins: {text_of(error)}.', **place_of(error))
        return None
    return run


# Made before the guard stands, since a loop has sockets of its own.
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.set_exception_handler(lambda *_: None)
loop.time = lambda: 0.0
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
        if message['answer'].get('unknown'):
            future.set_exception(NoAnswer(f'{kind}: no answer came, and it is not known whether it was done.'))
        else:
            future.set_result(message['answer'])
        settle(loop)
    said.write('{"type":"idle"}\n')
    said.flush()
