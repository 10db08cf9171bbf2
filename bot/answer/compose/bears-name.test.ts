import { describe, expect, it } from 'vitest';
import { readQuestion } from '../../../retrieval/query/question.ts';
import { loadSynonyms } from '../../../retrieval/query/synonyms.ts';
import { words } from '../../../retrieval/rank/temporary-index.fixture.ts';
import { bearsName, type SaidOf } from './bears-name.ts';
import type { OperandPhrase } from './operand-phrases.ts';

function phrase(own: string, shared: string): OperandPhrase {
  const question = readQuestion(own, { plans: [], words, synonyms: loadSynonyms() });
  return { own, shared, question, planIds: undefined, wanted: { eve: 2020 }, label: '', elliptic: false };
}

const said = (name: string, unit = '家', counted?: string): SaidOf => ({
  name,
  unit,
  headings: '主要目标',
  ...(counted === undefined ? {} : { counted }),
});

describe('bearsName', () => {
  it('takes a figure whose clause has all that the phrase names', () => {
    expect(bearsName(said('每年选派市级科技特派员', '名'), phrase('市级科技特派员', '市级科技特派员'))).toBe(true);
  });

  it('takes no figure of something else that is counted', () => {
    const part = phrase('农业类的那部分', '高新技术企业 农业类的那部分');
    expect(bearsName(said('', '个', '学科进入全国前列'), part)).toBe(false);
    expect(bearsName(said('农业学科', '个'), part)).toBe(false);
    expect(bearsName(said('累计培育农业高新技术企业'), part)).toBe(true);
  });

  it('takes no figure of another level, with a qualifier unsaid, of a share or of a distance', () => {
    expect(bearsName(said('建设国家级装置', '个'), phrase('国家级', '省级新型研发机构 国家级'))).toBe(false);
    expect(bearsName(said('每年新增高新技术企业'), phrase('高新技术企业', '高新技术企业'))).toBe(false);
    expect(bearsName(said('研发经费占比达到', '%'), phrase('研发经费', '研发经费'))).toBe(false);
    expect(bearsName(said('高于研发经费', '%'), phrase('研发经费', '研发经费'))).toBe(false);
  });
});
