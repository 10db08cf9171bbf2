import { describeFailure, type EditionReply, type EditionTask } from './edition.ts';
import { runEdition } from './run-edition.ts';

// The process of `runEditionApart`: takes one task, sends one reply, and is then ended by whoever started it.
process.once('message', (task: EditionTask) => {
  const reply = (value: EditionReply): void => {
    process.send?.(value);
  };
  runEdition(task).then(
    (result) => {
      reply({ result });
    },
    (error: unknown) => {
      reply({ failure: describeFailure(error) });
    },
  );
});
